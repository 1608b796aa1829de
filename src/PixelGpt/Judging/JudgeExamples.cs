namespace PixelGpt.Judging;

/// <summary>The surprisal profiles that judge heads are trained and tested on.</summary>
/// <param name="Kinds">The kinds of negatives.</param>
/// <param name="Train">Profiles of the train split.</param>
/// <param name="Dev">Profiles of the dev split.</param>
/// <param name="Test">Profiles of the test split; null if it has too few complete sprites.</param>
internal sealed record JudgeExamples(IReadOnlyList<INegativeKind> Kinds, LabeledProfiles Train, LabeledProfiles Dev, LabeledProfiles? Test);
