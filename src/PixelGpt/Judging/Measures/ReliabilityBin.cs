using System.Text.Json.Serialization;

namespace PixelGpt.Judging.Measures;

/// <summary>One bin of a reliability table.</summary>
/// <param name="From">Lower end of the bin's probabilities, inclusive.</param>
/// <param name="To">Upper end, exclusive; the last bin includes 1.</param>
/// <param name="Fraction">Fraction of the pictures that are in the bin, by weight.</param>
/// <param name="Probability">Mean probability of being real.</param>
/// <param name="Real">Fraction of the bin's pictures that are real.</param>
internal sealed record ReliabilityBin(double From, double To, [property: JsonPropertyName("share")] double Fraction, double Probability, double Real);
