using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Rendering;

/// <summary>
/// The layout of a contact sheet. A cell is a number with a row of equally large panels below it; cells fill the rows of the sheet
/// from the left.
/// </summary>
internal sealed class ContactSheetLayout
{
    private const int Margin = 24;
    private const int CellGap = 18;
    private const int TitleScale = 2;
    private const int LabelBand = PixelFont.LineHeight + 2;
    private const int HeadingBand = PixelFont.LineHeight + 7;
    private const int TitleBand = (PixelFont.LineHeight * TitleScale) + 12;

    /// <summary>Approximate side of an enlarged panel: 16 of them with their gaps are about 1600 pixels wide.</summary>
    private const int PanelTarget = 88;

    /// <summary>Maximum width that a title adds to a narrow sheet.</summary>
    private const int MaxTitleWidth = 1536;

    private readonly int _columns;
    private readonly int _scale;
    private readonly long _panelWidth;
    private readonly long _cellWidth;
    private readonly long _cellHeight;
    private readonly int _top;
    private readonly string _title;

    /// <summary>Computes the layout of cells with equal numbers of panels.</summary>
    public ContactSheetLayout(PanelRow[] cells, bool hasHeadings, string title)
    {
        int width = 1, height = 1, panels = cells[0].Panels.Length;
        foreach (Sprite? sprite in cells.SelectMany(cell => cell.Panels))
        {
            width = Math.Max(width, sprite?.Width ?? 1);
            height = Math.Max(height, sprite?.Height ?? 1);
        }

        _columns = Math.Min(cells.Length, panels switch { 1 => 16, 2 => 8, _ => Math.Max(1, 18 / panels) });

        // If sprites have different sizes, those of average size have the usual size and the largest at most twice that.
        double average = cells.SelectMany(cell => cell.Panels).OfType<Sprite>().Average(sprite => Math.Max(sprite.Width, sprite.Height));
        _scale = Math.Max(1, Math.Min((int)(PanelTarget / average), 2 * PanelTarget / Math.Max(width, height)));
        _panelWidth = (long)width * _scale;
        _cellWidth = (panels * _panelWidth) + ((panels - 1) * PanelRow.Gap);
        _cellHeight = LabelBand + ((long)height * _scale);
        _top = Margin + TitleBand + (hasHeadings ? HeadingBand : 0);
        int rows = (cells.Length + _columns - 1) / _columns;
        long content = (_columns * (_cellWidth + CellGap)) - CellGap;
        Width = Math.Max(content, Math.Min(PixelFont.WidthOf(title, TitleScale), MaxTitleWidth)) + (2 * Margin);
        _title = PixelFont.Fit(title, (int)Math.Min(Width - (2 * Margin), int.MaxValue), TitleScale);
        Height = _top + (rows * (_cellHeight + CellGap)) - CellGap + Margin;
    }

    /// <summary>The width of the sheet in pixels. It may exceed the limit of a picture.</summary>
    public long Width { get; }

    /// <summary>The height of the sheet in pixels. It may exceed the limit of a picture.</summary>
    public long Height { get; }

    /// <summary>Draws the title, shortened to the width of the sheet.</summary>
    public void DrawTitle(PixelImage sheet) => PixelFont.Draw(sheet, _title, Margin, Margin, TitleScale, SheetColors.Title);

    /// <summary>Draws the headings above the panels of every column.</summary>
    public void DrawHeadings(PixelImage sheet, string[] headings)
    {
        for (int column = 0; column < _columns; column++)
        {
            for (int panel = 0; panel < headings.Length; panel++)
            {
                string text = PixelFont.Fit(headings[panel], (int)_panelWidth, 1);
                PixelFont.Draw(sheet, text, PanelLeft(column, panel), Margin + TitleBand, 1, SheetColors.Label);
            }
        }
    }

    /// <summary>Draws the number and the panels of a cell.</summary>
    public void DrawCell(PixelImage sheet, int cell, PanelRow panels, Palette palette, int number)
    {
        int top = (int)(_top + (cell / _columns * (_cellHeight + CellGap))), left = PanelLeft(cell % _columns, 0);
        PixelFont.Draw(sheet, PixelFont.Fit(number.ToString(), (int)_cellWidth, 1), left, top, 1, SheetColors.Label);
        panels.Draw(sheet, left, top + LabelBand, ((int)_panelWidth, (int)(_cellHeight - LabelBand)), _scale, palette);
    }

    private int PanelLeft(int column, int panel) =>
        (int)(Margin + (column * (_cellWidth + CellGap)) + (panel * (_panelWidth + PanelRow.Gap)));
}
