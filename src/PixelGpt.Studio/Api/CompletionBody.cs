using PixelGpt.Generation;

namespace PixelGpt.Studio.Api;

/// <summary>A picture to finish, as it comes over the wire; options have the names of Hugging Face's <c>generate</c>. What is left out keeps its usual value, which only settable properties do.</summary>
public sealed record CompletionBody
{
    public required string Model { get; set; }
    public PictureBody? Prompt { get; set; }
    public byte[]? Image { get; set; }
    public int? PromptPixels { get; set; }
    public double? PromptFraction { get; set; }
    public IReadOnlyList<int[]>? Locked { get; set; }
    public bool DoSample { get; set; }
    public double Temperature { get; set; } = 1;
    public int TopK { get; set; }
    public double TopP { get; set; } = 1;
    public double MinP { get; set; }
    public double TypicalP { get; set; } = 1;
    public double RepetitionPenalty { get; set; } = 1;
    public ulong Seed { get; set; }
    public int NumReturnSequences { get; set; } = 1;
    public IReadOnlyList<int>? Colors { get; set; }
    public bool PromptColors { get; set; }
    public bool Symmetry { get; set; }
    public string Format { get; set; } = "indices";
    public int Scale { get; set; } = 1;
    public bool Record { get; set; }
    public int Alternatives { get; set; }
    public bool Stream { get; set; }

    /// <summary>How pixels are chosen.</summary>
    internal GenerationOptions Options => new()
    {
        DoSample = DoSample,
        Temperature = Temperature,
        TopK = TopK,
        TopP = TopP,
        MinP = MinP,
        TypicalP = TypicalP,
        RepetitionPenalty = RepetitionPenalty,
        Seed = Seed,
        NumReturnSequences = NumReturnSequences,
        Colors = Colors,
        PromptColors = PromptColors,
        Symmetry = Symmetry,
    };
}

/// <summary>A picture as palette indices in raster order: whole, or its first pixels.</summary>
public sealed record PictureBody(int Width, int Height, int[] Pixels);

/// <summary>Finished pictures.</summary>
public sealed record CompletionsBody(
    string Model, int Width, int Height, int PromptPixels, IReadOnlyList<string> ImageNotes, IReadOnlyList<CompletionItem> Completions, IReadOnlyList<int> Ranking);

/// <summary>A finished picture; arrays hold a number for each pixel behind the prompt.</summary>
public sealed record CompletionItem(
    int Sequence, int[]? Pixels, byte[]? Png, double LogLikelihood, float[]? Probability, float[]? Entropy, IReadOnlyList<IReadOnlyList<float[]>>? Alternatives);

/// <summary>Several requests at once.</summary>
public sealed record BatchBody(IReadOnlyList<CompletionBody> Requests);

/// <summary>An answer for each of several requests.</summary>
public sealed record BatchResultBody(IReadOnlyList<BatchItem> Results);

/// <summary>Finished pictures, or what was wrong.</summary>
public sealed record BatchItem(CompletionsBody? Completions, Microsoft.AspNetCore.Mvc.ProblemDetails? Problem);

/// <summary>The first event of a stream.</summary>
public sealed record StreamStart(string Model, int Width, int Height, int[] Prompt, int PromptPixels, int Sequences, IReadOnlyList<string> ImageNotes);

/// <summary>A pixel of a stream.</summary>
public sealed record StreamPixel(int Sequence, int Position, int Color, float Probability, float Entropy, IReadOnlyList<float[]>? Alternatives);

/// <summary>The last event of a stream: sequences, likeliest first.</summary>
public sealed record StreamDone(IReadOnlyList<int> Ranking, double Seconds);
