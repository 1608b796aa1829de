namespace PixelGpt.Runs.Sweeps;

/// <summary>The value of one option in a setting.</summary>
/// <param name="Name">The name of the option without dashes, such as <c>lr</c>.</param>
/// <param name="Value">The value as the user has written it.</param>
internal sealed record SweepValue(string Name, string Value)
{
    /// <summary>Formats the value as <c>lr=1e-3</c>.</summary>
    public override string ToString() => $"{Name}={Value}";
}
