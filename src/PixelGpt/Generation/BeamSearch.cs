using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Beam search: keeps the likeliest beginnings, a fixed number of them, and goes on from each. All pictures have one
/// length, so no length penalty is needed. It owns its memory and serves one thread.
/// </summary>
internal sealed class BeamSearch
{
    private readonly Transformer _model;
    private readonly int _beams;
    private readonly int _colors;
    private readonly PromptReader _reader;
    private readonly Activations _step;
    private readonly StepAttention _attention;
    private KeyValueCache[] _caches;
    private KeyValueCache[] _spare;

    public BeamSearch(Transformer model, int beams, int colors, int positions)
    {
        _model = model;
        _beams = beams;
        _colors = colors;
        _reader = new PromptReader(model, positions);
        _step = model.CreateActivations(beams, training: false);
        _attention = new StepAttention(model.Description, model.Kernels, beams, positions);
        KeyValueCache[] Create() => [.. Enumerable.Range(0, beams).Select(_ => new KeyValueCache(model.Description, positions))];
        (_caches, _spare) = (Create(), Create());
    }

    /// <summary>The likeliest pictures found, likeliest first, as many as there are beams.</summary>
    public int[][] Complete(CompletionRequest request, CancellationToken cancellationToken)
    {
        int prompt = request.Prompt.Length;
        _reader.Read(request.Prompt.Span[..^1], _caches[0]);
        List<Beam> beams = [new Beam(0, [.. request.Prompt.ToArray(), .. new int[request.Length - prompt]])];
        for (int at = prompt; at < request.Length; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            beams = Extend(beams, Step(beams, at - 1), at);
        }

        return [.. beams.Select(b => b.Pixels)];
    }

    private MatrixSpan Step(List<Beam> beams, int position)
    {
        int[] tokens = [.. beams.Select(b => b.Pixels[position])];
        for (int i = 0; i < beams.Count; i++) (_attention.Caches[i], _attention.Positions[i]) = (_caches[i], position);
        return _model.Forward(tokens, _attention.Positions.AsSpan(0, beams.Count), _step, _attention);
    }

    /// <summary>The likeliest continuations of all beams by one pixel; ties go to the earlier beam and the lower colour.</summary>
    private List<Beam> Extend(List<Beam> beams, MatrixSpan logits, int at)
    {
        var candidates = new List<(double Score, int Beam, int Color)>();
        for (int b = 0; b < beams.Count; b++)
        {
            ReadOnlySpan<float> row = logits.Data.Slice(b * logits.RowStride, _colors);
            Distribution.CheckFinite(row);
            double max = double.NegativeInfinity, sum = 0;
            foreach (float logit in row) max = Math.Max(max, logit);
            foreach (float logit in row) sum += Math.Exp(logit - max);
            double logSum = max + Math.Log(sum);
            for (int color = 0; color < row.Length; color++) candidates.Add((beams[b].Score + row[color] - logSum, b, color));
        }

        var next = new List<Beam>();
        foreach ((double score, int from, int color) in candidates.OrderByDescending(c => c.Score).ThenBy(c => c.Beam).ThenBy(c => c.Color).Take(_beams))
        {
            int[] pixels = [.. beams[from].Pixels];
            pixels[at] = color;
            _spare[next.Count].CopyFrom(_caches[from], at);
            next.Add(new Beam(score, pixels));
        }

        (_caches, _spare) = (_spare, _caches);
        return next;
    }

    /// <summary>A beginning and the logarithm of its probability.</summary>
    private sealed record Beam(double Score, int[] Pixels);
}
