using PixelGpt.Generation.Sampling;

namespace PixelGpt.Generation.Batching;

/// <summary>One completion of a <see cref="GenerationJob"/>, waiting or being generated.</summary>
internal sealed class GenerationSequence
{
    private readonly int _sequence;
    private readonly Sampler _sampler;
    private readonly float[] _probability;
    private readonly float[] _entropy;
    private readonly ColorProbability[][] _alternatives;

    public GenerationSequence(GenerationJob job, int sequence, CompletionRequest request, GenerationOptions options, int colors)
    {
        (Job, _sequence, Request) = (job, sequence, request);
        _sampler = new Sampler(options, colors);
        Pixels = new int[request.Length];
        request.Prompt.Span.CopyTo(Pixels);
        (_probability, _entropy) = (new float[PixelsToGenerate], new float[PixelsToGenerate]);
        _alternatives = new ColorProbability[job.Alternatives > 0 ? PixelsToGenerate : 0][];
        Known = request.Prompt.Length;
    }

    /// <summary>The call that this completion belongs to.</summary>
    public GenerationJob Job { get; }

    /// <summary>The request.</summary>
    public CompletionRequest Request { get; }

    /// <summary>All pixels of the picture, in the order of the sequence; only the first <see cref="Known"/> are valid.</summary>
    public int[] Pixels { get; }

    /// <summary>The number of pixels given or generated so far.</summary>
    public int Known { get; private set; }

    /// <summary>The number of pixels after the prompt.</summary>
    public int PixelsToGenerate => Request.Length - Request.Prompt.Length;

    /// <summary>Whether the job was cancelled or has failed.</summary>
    public bool IsAbandoned => Job.IsOver;

    /// <summary>Selects the next pixel, and streams it if the job is streamed.</summary>
    /// <param name="logits">The model's logits, [vocabulary].</param>
    /// <param name="statistics">Computes the token statistics.</param>
    /// <returns>Whether it was the last pixel.</returns>
    public bool Append(ReadOnlySpan<float> logits, TokenStatistics statistics)
    {
        int color = _sampler.Choose(logits, Pixels.AsSpan(0, Known), Request), generated = Known - Request.Prompt.Length;
        (float probability, float entropy, ColorProbability[] alternatives) = statistics.Of(logits, color, Job.Alternatives);
        (Pixels[Known], _probability[generated], _entropy[generated]) = (color, probability, entropy);
        if (_alternatives.Length > 0) _alternatives[generated] = alternatives;
        if (Job.IsStreamed) Job.Write(new GeneratedPixel(_sequence, Request.PixelAt(Known), color, probability, entropy, alternatives));
        return ++Known == Pixels.Length;
    }

    /// <summary>Reports the completed picture to the job.</summary>
    public void Complete() =>
        Job.Complete(new GeneratedPicture(_sequence, Request.ToRaster(Pixels), Request.Prompt.Length, _probability, _entropy, _alternatives) { Generated = Request.GeneratedPixels });

    /// <summary>Reports an error to the job.</summary>
    public void Fail(Exception error) => Job.Fail(error);
}
