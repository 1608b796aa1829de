namespace PixelGpt.Runs.Budget;

/// <summary>The model and the number of epochs for a time budget.</summary>
/// <param name="Candidate">The chosen model.</param>
/// <param name="Speed">Its measured speed.</param>
/// <param name="Epochs">The number of epochs.</param>
/// <param name="Larger">The larger models that were not chosen, largest first, with the number of epochs that they would have.</param>
internal sealed record BudgetChoice(BudgetCandidate Candidate, TrainingSpeed Speed, int Epochs, IReadOnlyList<(BudgetCandidate Candidate, int Epochs)> Larger);
