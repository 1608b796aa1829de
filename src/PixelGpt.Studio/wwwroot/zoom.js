// Zooming and panning: buttons, keys, the wheel with Ctrl, the middle mouse button, and two fingers.

const step = 1.5;

export function mountZoom(view) {
  const { canvas, stage } = view,
    fingers = new Map();
  const byId = id => document.getElementById(id);
  byId('zoom-in').addEventListener('click', () => view.zoomTo(view.zoom * step));
  byId('zoom-out').addEventListener('click', () => view.zoomTo(view.zoom / step));

  stage.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      view.zoomTo(view.zoom * (event.deltaY < 0 ? step : 1 / step), event);
    },
    { passive: false },
  );

  stage.addEventListener('pointerdown', event => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, event);
    if (event.button !== 1) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    fingers.set('middle', event);
  });

  stage.addEventListener('pointermove', event => {
    const isMiddle = fingers.has('middle') && event.pointerType === 'mouse',
      key = isMiddle ? 'middle' : event.pointerId;
    if (!fingers.has(key)) return;
    const before = [...fingers.values()];
    fingers.set(key, event);
    const after = [...fingers.values()];
    if (isMiddle) stage.scrollBy(before[0].clientX - event.clientX, before[0].clientY - event.clientY);
    else if (after.length === 2) pinch(before, after);
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    stage.addEventListener(name, event => {
      fingers.delete(event.pointerId);
      if (event.pointerType === 'mouse') fingers.delete('middle');
    });
  }

  function pinch(before, after) {
    const center = ([a, b]) => ({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });
    const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const [from, to] = [center(before), center(after)];
    stage.scrollBy(from.clientX - to.clientX, from.clientY - to.clientY);
    view.zoomTo((view.zoom * distance(after)) / Math.max(1, distance(before)), to);
  }

  canvas.addEventListener('auxclick', event => event.preventDefault());
  return {
    pressKey(key) {
      const zoom = { '+': view.zoom * step, '=': view.zoom * step, '-': view.zoom / step, 0: 1 }[key];
      if (zoom === undefined) return false;
      view.zoomTo(zoom);
      return true;
    },
  };
}
