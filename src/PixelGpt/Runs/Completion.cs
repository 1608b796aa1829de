using PixelGpt.Data;

namespace PixelGpt.Runs;

/// <summary>One completed picture.</summary>
/// <param name="Prompt">The pixels that the model was given.</param>
/// <param name="Result">The complete picture: the prompt and the generated pixels.</param>
/// <param name="Truth">The true picture; null if it is not known completely.</param>
public sealed record Completion(Sprite Prompt, Sprite Result, Sprite? Truth);
