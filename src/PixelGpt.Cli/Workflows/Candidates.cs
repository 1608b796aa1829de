using PixelGpt.Runs;

namespace PixelGpt.Cli.Workflows;

/// <summary>The candidates of each picture.</summary>
/// <param name="Count">Number of candidates per picture.</param>
/// <param name="Ranking">How the best candidates are selected.</param>
internal sealed record Candidates(int Count, CompletionRanking Ranking);
