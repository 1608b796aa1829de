using PixelGpt.Data.Sources.Creatures.Shapes;

namespace PixelGpt.Data.Sources.Creatures.Features;

/// <summary>Draws what a creature wears: a hat or an ornament on its head, glasses, eyebrows, or something around its neck.</summary>
internal sealed class Accessories
{
    private readonly DrawingContext _context;
    private readonly int _eyesLeft;
    private readonly int _eyesRight;
    private readonly int _eyesTop;
    private readonly int _part;
    private readonly int _headTop;
    private readonly int _headBottom;

    /// <summary>The x coordinate of the middle of the head.</summary>
    private readonly double _x;

    /// <summary>The y coordinate of the top of the head.</summary>
    private readonly double _top;

    /// <summary>Half of the width of the head.</summary>
    private readonly double _half;

    /// <summary>Measures a head on which a face has been drawn.</summary>
    /// <param name="context">Drawing context.</param>
    /// <param name="x">The x coordinate of the centre of the face.</param>
    /// <param name="y">The y coordinate of the eyes.</param>
    /// <param name="eyesLeft">First column of the left eye.</param>
    /// <param name="eyesRight">Last column of the right eye.</param>
    /// <param name="eyesTop">First row of the eyes.</param>
    public Accessories(DrawingContext context, double x, double y, int eyesLeft, int eyesRight, int eyesTop)
    {
        (_context, _eyesLeft, _eyesRight, _eyesTop) = (context, eyesLeft, eyesRight, eyesTop);
        Canvas canvas = context.Canvas;
        int middle = canvas.TwiceColumn(x) / 2, row = canvas.Row(y), left = middle, right = middle;
        _part = canvas[middle, row].Part;
        (_headTop, _headBottom) = (row, row);
        if (_part == 0) return;
        while (canvas[middle, _headTop - 1].Part == _part) _headTop--;
        while (canvas[middle, _headBottom + 1].Part == _part) _headBottom++;
        while (canvas[left - 1, row].Part == _part) left--;
        while (canvas[right + 1, row].Part == _part) right++;
        _x = canvas.X((left + right) / 2.0);
        _top = canvas.Y(_headTop);
        _half = (canvas.X(right + 1) - canvas.X(left)) / 2;
    }

    private CreatureRandom Random => _context.Random;

    private ColorScheme Colors => _context.Colors;

    /// <summary>Draws an accessory that fits the head, or none.</summary>
    public void Any()
    {
        double draw = Random.NextDouble(0, 1);
        if (_part == 0) return;
        if (draw < 0.2 && _context.MayWearHat) Random.Pick(Crown, Crown, TopHat, PartyHat, Beret, StrawHat, Cap, Bow, Bow, Flower, Flower, Halo)();
        else if (draw < 0.3) Headband();
        else if (draw < 0.42) Random.Pick(Scarf, Scarf, Collar, BowTie)();
        else if (draw < 0.5 && _context.Detail == DetailLevel.Large) Glasses();
        else if (draw < 0.66 && _context.Detail == DetailLevel.Large) Eyebrows();
    }

    private void Crown()
    {
        double half = Math.Min(_half * 0.6, 3.4), height = Random.NextDouble(2.2, 3.2), foot = _top + 0.8;
        int crown = _context.Draw(new Polygon((_x - half, foot), (_x - half - 0.5, foot - height), (_x - (half * 0.5), foot - (height * 0.5)), (_x, foot - height - 0.6),
            (_x + (half * 0.5), foot - (height * 0.5)), (_x + half + 0.5, foot - height), (_x + half, foot)), new Material(Random.Pick(Ramp.Amber, Ramp.Lemon, Ramp.Steel)));
        _context.Canvas.Paint(crown, new Ellipse(_x, foot - (height * 0.4), 0.7, 0.7), new Material(Random.Pick(Ramp.Crimson, Ramp.Azure, Ramp.Jade)));
    }

    private void TopHat()
    {
        double half = Math.Min(_half * 0.55, 3), height = Random.NextDouble(2.8, 4.2), brim = _top + 0.4;
        Material felt = new(Random.Pick(Ramp.Slate, Ramp.Plum, Ramp.Bark, Ramp.Cobalt));
        int hat = _context.Draw(new Polygon((_x - half, brim), (_x - half - 0.4, brim - height), (_x + half + 0.4, brim - height), (_x + half, brim)), felt);
        _context.Canvas.Paint(hat, new Polygon((_x - half - 1, brim - 1.5), (_x + half + 1, brim - 1.5), (_x + half + 1, brim - 0.5), (_x - half - 1, brim - 0.5)), Colors.Accent);
        _context.Draw(new Stroke(0.6, 0.6, (_x - half - 1.6, brim), (_x + half + 1.6, brim)), felt, hat);
    }

    private void PartyHat()
    {
        double half = Math.Min(_half * 0.5, 2.4), height = Random.NextDouble(3.6, 5), lean = Random.NextDouble(-0.8, 0.8), foot = _top + 0.8;
        int hat = _context.Draw(new Polygon((_x - half, foot), (_x + lean, foot - height), (_x + half, foot)), Colors.Accent with { Texture = Texture.Smooth });
        for (double row = foot - 1.4; row > foot - height; row -= 1.9) _context.Canvas.Paint(hat, new Stroke(0.45, 0.45, (_x - 4, row + 0.5), (_x + 4, row - 0.5)), Colors.Belly);
        _context.Draw(new Ellipse(_x + lean, foot - height, 0.9, 0.9), Colors.Horn);
    }

    private void Beret()
    {
        double side = Random.NextBool(0.5) ? 1 : -1;
        Material felt = new(Random.Pick(Ramp.Crimson, Ramp.Cobalt, Ramp.Moss, Ramp.Slate));
        int hat = _context.Draw(new Ellipse(_x + (side * _half * 0.25), _top + 0.3, _half * 0.75, 1.7), felt);
        _context.Draw(new Stroke(0.5, 0.5, (_x + (side * _half * 0.3), _top - 1), (_x + (side * _half * 0.3), _top - 2)), felt, hat);
    }

    private void StrawHat()
    {
        Material straw = new(Random.Pick(Ramp.Sand, Ramp.Amber, Ramp.Caramel), Texture.Dither);
        int hat = _context.Draw(new Ellipse(_x, _top - 0.4, _half * 0.6, 2.2), straw);
        _context.Canvas.Paint(hat, new Stroke(0.6, 0.6, (_x - _half, _top - 0.2), (_x + _half, _top - 0.2)), Colors.Accent);
        _context.Draw(new Ellipse(_x, _top + 1, _half + 1, 0.9), straw, hat);
    }

    private void Cap()
    {
        double side = Random.NextBool(0.5) ? 1 : -1;
        int cap = _context.Draw(new Polygon((_x - (_half * 0.75), _top + 1.6), (_x - (_half * 0.7), _top - 0.4), (_x - (_half * 0.3), _top - 1.6), (_x + (_half * 0.3), _top - 1.6),
            (_x + (_half * 0.7), _top - 0.4), (_x + (_half * 0.75), _top + 1.6)), Colors.Accent);
        _context.Canvas.Paint(cap, new Ellipse(_x, _top, 1.2, 1.2), Colors.Belly);
        _context.Draw(new Stroke(0.8, 0.6, (_x, _top + 1.5), (_x + (side * (_half + 1.2)), _top + 1.6)), Colors.Accent.Darker, cap);
    }

    private void Bow()
    {
        double side = Random.NextBool(0.7) ? Random.Pick(-1.0, 1.0) : 0, x = _x + (side * _half * 0.55), y = _top + 0.4;
        Material ribbon = new(Random.Pick(Ramp.Crimson, Ramp.Rose, Ramp.Azure, Ramp.Lemon, Ramp.Violet));
        int bow = _context.DrawPair(new Polygon((x - 0.2, y), (x - 2.6, y - 1.7), (x - 2.9, y + 1.5)), ribbon, x);
        _context.Draw(new Ellipse(x, y, 0.9, 0.9), ribbon with { Bias = 1 }, bow);
    }

    private void Flower()
    {
        double side = Random.NextBool(0.5) ? 1 : -1, x = _x + (side * _half * 0.6), y = _top + 0.8, reach = 1.25;
        Material petal = new(Random.Pick(Ramp.Rose, Ramp.Blush, Ramp.Snow, Ramp.Orchid, Ramp.Coral, Ramp.Lemon));
        _context.Draw(Stroke.Curve(0.7, 0.5, (x, y), (x + (side * 1.4), y + 0.6), (x + (side * 2.6), y + 0.2)), new Material(Ramp.Leaf));
        int flower = _context.Draw(new Ellipse(x, y - reach, 0.95, 0.95), petal);
        foreach ((double dx, double dy) in ((double, double)[])[(1, -0.3), (0.6, 0.85), (-0.6, 0.85), (-1, -0.3)])
            _context.Draw(new Ellipse(x + (dx * reach), y + (dy * reach), 0.95, 0.95), petal, flower);
        _context.Draw(new Ellipse(x, y, 0.7, 0.7), new Material(petal.Ramp == Ramp.Lemon ? Ramp.Tangerine : Ramp.Amber));
    }

    private void Halo()
    {
        double half = Math.Min(_half * 0.7, 3.6), y = _top - 1.6;
        _context.Draw(new Stroke(0.5, 0.5, (_x - half, y), (_x - (half * 0.5), y - 0.9), (_x + (half * 0.5), y - 0.9), (_x + half, y), (_x + (half * 0.5), y + 0.7), (_x - (half * 0.5), y + 0.7),
            (_x - half, y)), new Material(Ramp.Lemon, Bias: 1));
    }

    private void Headband()
    {
        if (_eyesTop - _headTop < 3) return;
        Material ribbon = new(Random.Pick(Ramp.Crimson, Ramp.Azure, Ramp.Snow, Ramp.Slate, Ramp.Amber));
        double y = _context.Canvas.Y(_eyesTop - 2);
        _context.Canvas.Paint(_part, new Stroke(0.55, 0.55, (_x - _half - 2, y), (_x + _half + 2, y)), ribbon);
        if (!Random.NextBool(0.6)) return;
        double side = Random.NextBool(0.5) ? 1 : -1, x = _x + (side * _half * 0.95);
        _context.Draw(new Stroke(0.7, 0.5, (x, y), (x + (side * 2.2), y + 1.6)), ribbon);
        _context.Draw(new Stroke(0.7, 0.5, (x, y), (x + (side * 1.6), y + 2.8)), ribbon.Darker);
    }

    /// <summary>Whether a body is below the head, so that there is a neck.</summary>
    private bool HasNeck()
    {
        int middle = _context.Canvas.TwiceColumn(_x) / 2, body = _context.Canvas[middle, _headBottom + 1].Part;
        return body != 0 && _context.Canvas[middle, _headBottom + 4].Part == body;
    }

    private void Scarf()
    {
        if (!HasNeck()) return;
        double y = _context.Canvas.Y(_headBottom + 1), half = Math.Min(_half * 0.8, 4), side = Random.NextBool(0.5) ? 1 : -1;
        Material wool = new(Random.Pick(Ramp.Crimson, Ramp.Azure, Ramp.Leaf, Ramp.Amber, Ramp.Orchid, Ramp.Teal), Texture.Dither);
        int scarf = _context.Draw(new Stroke(1, 1, (_x - half, y - 0.2), (_x, y + 0.4), (_x + half, y - 0.2)), wool);
        _context.Draw(new Stroke(0.9, 1, (_x + (side * half * 0.5), y + 0.4), (_x + (side * half * 0.6), y + Random.NextDouble(2.4, 3.6))), wool.Darker, scarf);
    }

    private void Collar()
    {
        if (!HasNeck()) return;
        double y = _context.Canvas.Y(_headBottom + 1), half = Math.Min(_half * 0.7, 3.6);
        _context.Draw(new Stroke(0.6, 0.6, (_x - half, y - 0.2), (_x, y + 0.4), (_x + half, y - 0.2)), new Material(Random.Pick(Ramp.Crimson, Ramp.Azure, Ramp.Slate, Ramp.Violet)));
        _context.Draw(new Ellipse(_x, y + 1.2, 0.95, 1), new Material(Random.Pick(Ramp.Amber, Ramp.Lemon, Ramp.Steel)));
    }

    private void BowTie()
    {
        if (!HasNeck()) return;
        double y = _context.Canvas.Y(_headBottom + 1) + 0.6;
        Material silk = new(Random.Pick(Ramp.Crimson, Ramp.Cobalt, Ramp.Rose, Ramp.Jade));
        int bow = _context.DrawPair(new Polygon((_x - 0.1, y), (_x - 2.2, y - 1.3), (_x - 2.2, y + 1.3)), silk, _x);
        _context.Draw(new Ellipse(_x, y, 0.7, 0.7), silk with { Bias = 1 }, bow);
    }

    /// <summary>Draws a frame around each eye and a bridge between them.</summary>
    private void Glasses()
    {
        Canvas canvas = _context.Canvas;
        int middle = canvas.TwiceColumn(_x), width = (middle / 2) - _eyesLeft, bottom = _eyesTop + width;
        if (width < 3 || _eyesTop <= _headTop + 1) return;
        int ink = Random.NextBool(0.6) ? CreaturePalette.SoftInk : CreaturePalette.Index(Random.Pick(Ramp.Crimson, Ramp.Bark, Ramp.Cobalt), 1);
        foreach ((int left, int right) in ((int, int)[])[(_eyesLeft - 1, _eyesLeft + width - 2), (_eyesRight - width + 2, _eyesRight + 1)])
        {
            for (int column = left + 1; column < right; column++)
            {
                canvas.SetInk(column, _eyesTop - 1, ink);
                canvas.SetInk(column, bottom, ink);
            }

            for (int row = _eyesTop; row < bottom; row++)
            {
                canvas.SetInk(left, row, ink);
                canvas.SetInk(right, row, ink);
            }
        }

        for (int column = _eyesLeft + width - 1; column <= _eyesRight - width + 1; column++) canvas.SetInk(column, _eyesTop + 1, ink);
    }

    /// <summary>Draws raised, flat or angry eyebrows in the outline tone of the skin.</summary>
    private void Eyebrows()
    {
        Canvas canvas = _context.Canvas;
        if (_eyesTop <= _headTop + 2) return;
        int ink = CreaturePalette.Index(canvas[canvas.TwiceColumn(_x) / 2, _eyesTop - 2].Material.Ramp, CreaturePalette.OutlineTone), slope = Random.NextInt(-1, 1);
        for (int i = 0; i < 3; i++)
        {
            // The inner end is lower if the slope is positive, the outer end if it is negative.
            int row = _eyesTop - ((slope > 0 && i == 2) || (slope < 0 && i == 0) ? 1 : 2);
            canvas.SetInk(_eyesLeft + i, row, ink);
            canvas.SetInk(_eyesRight - i, row, ink);
        }
    }
}
