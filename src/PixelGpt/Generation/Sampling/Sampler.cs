using PixelGpt.Numerics;

namespace PixelGpt.Generation.Sampling;

/// <summary>Selects the next colour from logits, greedily or at random. One instance serves one thread.</summary>
internal sealed class Sampler
{
    private readonly GenerationOptions _options;
    private readonly ILogitsProcessor[] _processors;
    private readonly float[] _scores;
    private readonly double[] _weights;

    /// <param name="options">How colours are selected.</param>
    /// <param name="colors">Number of colours of the palette; tokens of a larger vocabulary are never selected.</param>
    public Sampler(GenerationOptions options, int colors)
    {
        _options = options;
        (_scores, _weights) = (new float[colors], new double[colors]);
        var processors = new List<ILogitsProcessor>();
        if (options.Colors is not null) processors.Add(new AllowedColorsProcessor(options.Colors, colors));
        if (options.MaxColors is { } maximum) processors.Add(new MaxColorsProcessor(maximum, colors));
        if (options.PromptColors) processors.Add(new PromptColorsProcessor(colors));

        // The same order as in transformers' generate.
        if (options.RepetitionPenalty != 1) processors.Add(new RepetitionPenaltyProcessor(options.RepetitionPenalty, colors));
        processors.AddRange(options.Processors.Select(p => p.ForThread()));
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

    /// <summary>Selects the colour of the next pixel. The random number depends only on the seed, the request's stream and the position.</summary>
    /// <param name="logits">The model's logits, [vocabulary].</param>
    /// <param name="pixels">The pixels so far, the prompt included, in the order of the sequence.</param>
    /// <param name="request">The picture being completed.</param>
    /// <returns>The palette index.</returns>
    /// <exception cref="FailureException">A logit is NaN or infinite.</exception>
    public int Choose(ReadOnlySpan<float> logits, ReadOnlySpan<int> pixels, CompletionRequest request)
    {
        Distribution.CheckFinite(logits);
        if (!request.Locked.IsEmpty && request.Locked.Span[request.PixelAt(pixels.Length)] is >= 0 and int locked) return locked;
        if (_options.Symmetry && request.PositionOf(MirrorOf(request.PixelAt(pixels.Length), request.Width)) is var mirror && mirror < pixels.Length) return pixels[mirror];
        logits = logits[.._scores.Length];
        if (_processors.Length > 0)
        {
            logits.CopyTo(_scores);
            var context = new LogitsContext(pixels, request, _options.Seed);
            foreach (ILogitsProcessor processor in _processors) processor.Process(_scores, context);
            if (_options.Processors.Count > 0) CheckRemaining();
            logits = _scores;
        }

        if (!_options.DoSample) return Distribution.ArgMax(logits);
        double total = Distribution.Weights(logits, _weights);
        return Distribution.Pick(_weights, total, PhiloxRandom.UnitAt((ulong)pixels.Length, request.Stream, _options.Seed));
    }

    /// <summary>Checks the logits after the processors of a program.</summary>
    private void CheckRemaining()
    {
        if (_scores.Any(s => float.IsNaN(s) || float.IsPositiveInfinity(s))) throw new InvalidOperationException("a logits processor has set a logit to NaN or infinity; only −∞, for a removed colour, is allowed");
        if (!_scores.Any(float.IsFinite)) throw new InvalidOperationException("the logits processors have removed all colours of a pixel; at least one must remain");
    }

    /// <summary>Returns the pixel at the mirrored place of the same row.</summary>
    private static int MirrorOf(int pixel, int width) => pixel + width - 1 - (2 * (pixel % width));
}
