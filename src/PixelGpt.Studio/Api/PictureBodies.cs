namespace PixelGpt.Studio.Api;

/// <summary>A picture of a model's.</summary>
public sealed record ModelPictureBody(string Model, int Width, int Height, int[] Pixels, int Scale = 1, int Alternatives = 4);

/// <summary>What a model thinks of each pixel but the first.</summary>
public sealed record ProbabilitiesBody(float[] Probability, float[] Entropy, IReadOnlyList<IReadOnlyList<float[]>> Alternatives);

/// <summary>A picture file to be taken over.</summary>
public sealed record ImageBody(string Model, byte[] Image);

/// <summary>A picture that was taken over, and what was changed.</summary>
public sealed record ImportedBody(int Width, int Height, int[] Pixels, IReadOnlyList<string> Notes);

/// <summary>True sprites of a model's data.</summary>
public sealed record SamplesBody(int Width, int Height, int Total, IReadOnlyList<int[]> Sprites);
