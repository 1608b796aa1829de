namespace PixelGpt.Runs.Reports;

/// <summary>A cell of a table.</summary>
/// <param name="Text">The text of the cell.</param>
/// <param name="Uncertainty">The standard error or confidence interval as text; null for none.</param>
/// <param name="IsBest">Whether the value is the best of its row.</param>
internal readonly record struct TableCell(string Text, string? Uncertainty = null, bool IsBest = false)
{
    /// <summary>Creates the cell of a figure.</summary>
    /// <param name="figure">The figure; null for a dash.</param>
    /// <param name="isBest">Whether the value is the best of its row.</param>
    /// <returns>The cell.</returns>
    public static TableCell Of(Figure? figure, bool isBest = false) => figure is null ? new TableCell("–") : new TableCell(figure.Text, figure.Uncertainty, isBest);
}
