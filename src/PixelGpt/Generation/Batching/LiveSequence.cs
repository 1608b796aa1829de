using PixelGpt.Generation.Sampling;

namespace PixelGpt.Generation.Batching;

/// <summary>A picture that waits or is being drawn.</summary>
internal sealed class LiveSequence
{
    private readonly LiveJob _job;
    private readonly int _sequence;
    private readonly Sampler _sampler;
    private readonly float[] _probability;
    private readonly float[] _entropy;
    private readonly ColorProbability[][] _alternatives;

    public LiveSequence(LiveJob job, int sequence, CompletionRequest request, GenerationOptions options, int colors)
    {
        (_job, _sequence, Request) = (job, sequence, request);
        _sampler = new Sampler(options, colors);
        Pixels = new int[request.Length];
        request.Prompt.Span.CopyTo(Pixels);
        (_probability, _entropy) = (new float[Left], new float[Left]);
        _alternatives = new ColorProbability[job.Alternatives > 0 ? Left : 0][];
        Known = request.Prompt.Length;
    }

    /// <summary>What was asked for.</summary>
    public CompletionRequest Request { get; }

    /// <summary>All pixels; those from <see cref="Known"/> on are yet to come.</summary>
    public int[] Pixels { get; }

    /// <summary>How many pixels there are already.</summary>
    public int Known { get; private set; }

    /// <summary>How many pixels were to be drawn when it began.</summary>
    public int Left => Request.Length - Request.Prompt.Length;

    /// <summary>Whether its caller wants it no more.</summary>
    public bool IsAbandoned => _job.IsOver;

    /// <summary>Chooses the next pixel and tells it.</summary>
    /// <param name="logits">What the model says of it, [vocabulary].</param>
    /// <param name="thoughts">What makes sense of that.</param>
    /// <returns>Whether it was the last.</returns>
    public bool Draw(ReadOnlySpan<float> logits, TokenStatistics thoughts)
    {
        int color = _sampler.Choose(logits, Pixels.AsSpan(0, Known), Request), drawn = Known - Request.Prompt.Length;
        (float probability, float entropy, ColorProbability[] alternatives) = thoughts.Of(logits, color, _job.Alternatives);
        (Pixels[Known], _probability[drawn], _entropy[drawn]) = (color, probability, entropy);
        if (_alternatives.Length > 0) _alternatives[drawn] = alternatives;
        if (_job.IsStreamed) _job.Tell(new DrawnPixel(_sequence, Known, color, probability, entropy, alternatives));
        return ++Known == Pixels.Length;
    }

    /// <summary>Tells that it is done.</summary>
    public void Finish() => _job.Finish(new DrawnPicture(_sequence, Pixels, Request.Prompt.Length, _probability, _entropy, _alternatives));

    /// <summary>Tells that it cannot be done.</summary>
    public void Fail(Exception why) => _job.Fail(why);
}
