namespace PixelGpt.Runs.Reports;

/// <summary>One number of an evaluation, prepared for tables.</summary>
/// <param name="Key">The name for programs, unique within a table.</param>
/// <param name="Label">The name for people, with everything that distinguishes it from similar numbers.</param>
/// <param name="Value">The number.</param>
/// <param name="Text">The number as text with its unit.</param>
/// <param name="Better">Whether lower or higher values are better; null if neither is.</param>
/// <param name="Uncertainty">The standard error or confidence interval as text; null if unknown.</param>
internal sealed record Figure(string Key, string Label, double Value, string Text, BetterDirection? Better = null, string? Uncertainty = null);
