using PixelGpt.Numerics;

namespace PixelGpt.Generation.Sampling;

/// <summary>Chooses a colour from logits: the likeliest, or a drawn one. One instance serves one thread.</summary>
internal sealed class Sampler
{
    private readonly GenerationOptions _options;
    private readonly ILogitsProcessor[] _processors;
    private readonly float[] _scores;
    private readonly double[] _weights;

    /// <param name="options">How to choose.</param>
    /// <param name="colors">The colours of the palette: of a larger vocabulary only these are ever chosen.</param>
    public Sampler(GenerationOptions options, int colors)
    {
        _options = options;
        (_scores, _weights) = (new float[colors], new double[colors]);
        var processors = new List<ILogitsProcessor>();
        if (options.Colors is not null) processors.Add(new AllowedColorsProcessor(options.Colors, colors));
        if (options.PromptColors) processors.Add(new PromptColorsProcessor(colors));

        // The order of transformers' generate.
        if (options.RepetitionPenalty != 1) processors.Add(new RepetitionPenaltyProcessor(options.RepetitionPenalty, colors));
        if (!options.DoSample)
        {
            _processors = [.. processors];
            return;
        }

        if (options.Temperature != 1) processors.Add(new TemperatureProcessor(options.Temperature));
        if (options.TopK > 0) processors.Add(new TopKProcessor(options.TopK));
        if (options.TopP < 1) processors.Add(new TopPProcessor(options.TopP));
        if (options.MinP > 0) processors.Add(new MinPProcessor(options.MinP));
        if (options.TypicalP < 1) processors.Add(new TypicalPProcessor(options.TypicalP));
        _processors = [.. processors];
    }

    /// <summary>The colour of the pixel behind <paramref name="pixels"/>. Chance depends on seed, stream and its position alone.</summary>
    /// <exception cref="FailureException">A logit is NaN or infinite.</exception>
    public int Choose(ReadOnlySpan<float> logits, ReadOnlySpan<int> pixels, CompletionRequest request)
    {
        Distribution.CheckFinite(logits);
        if (!request.Locked.IsEmpty && request.Locked.Span[pixels.Length] is >= 0 and int locked) return locked;
        if (_options.Symmetry && MirrorOf(pixels.Length, request.Width) is { } mirror) return pixels[mirror];
        logits = logits[.._scores.Length];
        if (_processors.Length > 0)
        {
            logits.CopyTo(_scores);
            foreach (ILogitsProcessor processor in _processors) processor.Process(_scores, pixels);
            logits = _scores;
        }

        if (!_options.DoSample) return Distribution.ArgMax(logits);
        double total = Distribution.Weights(logits, _weights);
        return Distribution.Pick(_weights, total, PhiloxRandom.UnitAt((ulong)pixels.Length, request.Stream, _options.Seed));
    }

    /// <summary>The place that a place in the right half mirrors; null in the left half.</summary>
    private static int? MirrorOf(int position, int width)
    {
        int column = position % width, mirror = width - 1 - column;
        return mirror < column ? position - column + mirror : null;
    }
}
