namespace PixelGpt.Cli.Workflows;

/// <summary>
/// The figures of the coursework's model on the test split of the built-in creatures, as <c>pixelgpt demo --recipe coursework</c>
/// computes them (seed 0). They are stored because training this model takes longer than the rest of the demo.
/// </summary>
internal static class CourseworkFigures
{
    /// <summary>The command that computes the figures.</summary>
    public const string Command = "pixelgpt demo --recipe coursework";

    /// <summary>The checksum of the data set.</summary>
    public const string DatasetChecksum = "fcd2131695ba4c96d49f09883f2304a5b8b80628c9f375bd70c88fed7e9eb028";

    /// <summary>The prompt fraction.</summary>
    public const double PromptFraction = 0.6;

    /// <summary>NLL per pixel, in nats.</summary>
    public const double Nll = 1.0666;

    /// <summary>NLL per completed pixel, in nats.</summary>
    public const double NllCompleted = 1.1433;

    /// <summary>Accuracy of the greedy completions.</summary>
    public const double Accuracy = 0.3933;

    /// <summary>Foreground accuracy of the greedy completions.</summary>
    public const double ForegroundAccuracy = 0.1585;
}
