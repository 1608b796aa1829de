// The picture of the import dialog with the rectangle that is imported. It is dragged with the pointer, or moved and resized with the arrow keys.

const handle = 9;

export class CropArea extends EventTarget {
  /** Events: change (the user has changed the rectangle; it is in the pixels of the picture). */
  constructor(canvas) {
    super();
    Object.assign(this, { canvas, context: canvas.getContext('2d'), image: null, facts: null, area: null, drag: null });
    canvas.addEventListener('pointerdown', event => this.onPointerDown(event));
    canvas.addEventListener('pointermove', event => this.onPointerMove(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'])
      canvas.addEventListener(name, () => {
        this.drag = null;
      });
    canvas.addEventListener('keydown', event => this.onKeyDown(event));
  }

  /** Shows another picture. */
  async open(facts, box) {
    this.facts = facts;
    this.image = new Image();
    this.image.src = `data:image/png;base64,${facts.preview}`;
    await this.image.decode();
    const scale = Math.min(box.width / facts.width, box.height / facts.height);
    this.canvas.width = Math.max(8, Math.round(facts.width * scale));
    this.canvas.height = Math.max(8, Math.round(facts.height * scale));
  }

  /** Shows a rectangle. */
  show(area) {
    this.area = area;
    const { context: c, canvas, image, facts } = this,
      [sx, sy] = [canvas.width / facts.width, canvas.height / facts.height];
    c.imageSmoothingEnabled = facts.width > canvas.width;
    c.clearRect(0, 0, canvas.width, canvas.height);
    c.drawImage(image, 0, 0, canvas.width, canvas.height);
    const [x, y, w, h] = [area.x * sx, area.y * sy, area.width * sx, area.height * sy];
    c.fillStyle = '#0009';
    c.beginPath();
    c.rect(0, 0, canvas.width, canvas.height);
    c.rect(x, y, w, h);
    c.fill('evenodd');
    for (const [color, dash] of [
      ['#000', []],
      ['#fff', [5, 4]],
    ]) {
      c.strokeStyle = color;
      c.lineWidth = 2;
      c.setLineDash(dash);
      c.strokeRect(x + 1, y + 1, Math.max(0, w - 2), Math.max(0, h - 2));
    }
    c.setLineDash([]);
    canvas.setAttribute('aria-label', `Part to import: ${area.width}×${area.height} pixels at column ${area.x + 1}, row ${area.y + 1}`);
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect(),
      { width, height } = this.facts;
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  }

  /** A drag moves the rectangle if it begins inside one that is not the whole picture, moves an edge if it begins there, and draws a new one otherwise. */
  onPointerDown(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus();
    const from = this.point(event),
      { area, facts } = this;
    const near = handle * (facts.width / this.canvas.getBoundingClientRect().width);
    const isWhole = area.width === facts.width && area.height === facts.height;
    const edges = {
      left: Math.abs(from[0] - area.x) < near,
      right: Math.abs(from[0] - area.x - area.width) < near,
      top: Math.abs(from[1] - area.y) < near,
      bottom: Math.abs(from[1] - area.y - area.height) < near,
    };
    const isInside =
      from[0] > area.x - near && from[0] < area.x + area.width + near && from[1] > area.y - near && from[1] < area.y + area.height + near;
    const isOnEdge = isInside && Object.values(edges).some(Boolean);
    this.drag = { from, area, edges, kind: isOnEdge ? 'resize' : isInside && !isWhole ? 'move' : 'draw' };
  }

  onPointerMove(event) {
    if (!this.drag) return;
    const { from, area, edges, kind } = this.drag,
      to = this.point(event),
      [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    if (kind === 'draw') {
      // A click without a drag changes nothing.
      if (Math.abs(dx) < 1 && Math.abs(dy) < 1) return;
      this.change({ x: Math.min(from[0], to[0]), y: Math.min(from[1], to[1]), width: Math.abs(dx), height: Math.abs(dy) });
    } else if (kind === 'move') this.change(this.movedBy(area, dx, dy));
    else {
      const [left, top] = [edges.left ? area.x + dx : area.x, edges.top ? area.y + dy : area.y];
      const right = area.x + area.width + (edges.right && !edges.left ? dx : 0),
        bottom = area.y + area.height + (edges.bottom && !edges.top ? dy : 0);
      this.change({ x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) });
    }
  }

  movedBy(area, dx, dy) {
    const { width, height } = this.facts;
    return {
      ...area,
      x: Math.round(Math.min(width - area.width, Math.max(0, area.x + dx))),
      y: Math.round(Math.min(height - area.height, Math.max(0, area.y + dy))),
    };
  }

  /** The arrow keys move the rectangle; with Shift, they move its right or bottom edge. */
  onKeyDown(event) {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [dx, dy] = direction.map(value => value * this.step),
      { area } = this;
    this.change(
      event.shiftKey
        ? { ...area, width: Math.max(this.step, area.width + dx), height: Math.max(this.step, area.height + dy) }
        : this.movedBy(area, dx, dy),
    );
  }

  change(area) {
    this.dispatchEvent(new CustomEvent('change', { detail: area }));
  }
}
