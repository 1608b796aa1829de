using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Beam search: extends the most probable partial pictures, a fixed number of them, by one pixel at a time. All pictures
/// have the same length, so there is no length penalty. One instance serves one thread.
/// </summary>
internal sealed class BeamSearch
{
    private readonly int _beams;
    private readonly int _colors;
    private readonly Prefiller _prefiller;
    private readonly StepBatch _batch;
    private SequenceCache[] _caches;
    private SequenceCache[] _spare;

    public BeamSearch(IReadOnlyList<Transformer> transformers, int beams, int colors, int positions)
    {
        _beams = beams;
        _colors = colors;
        _prefiller = new Prefiller(transformers, positions);
        _batch = new StepBatch(transformers, beams, positions);
        SequenceCache[] Create() => [.. Enumerable.Range(0, beams).Select(_ => new SequenceCache(transformers, positions))];
        (_caches, _spare) = (Create(), Create());
    }

    /// <summary>Completes a picture.</summary>
    /// <param name="request">The picture to complete.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per pixel.</param>
    /// <returns>All pixels of the most probable pictures found, most probable first, one per beam.</returns>
    public int[][] Complete(CompletionRequest request, CancellationToken cancellationToken)
    {
        int prompt = request.Prompt.Length;
        _prefiller.Fill(request.Prompt.Span[..^1], request.Picture, _caches[0]);
        List<Beam> beams = [new Beam(0, [.. request.Prompt.ToArray(), .. new int[request.Length - prompt]])];
        for (int at = prompt; at < request.Length; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _batch.Clear();
            for (int i = 0; i < beams.Count; i++) _batch.Add(i, beams[i].Pixels[at - 1], at - 1, _caches[i]);
            beams = Extend(beams, _batch.Forward(), at);
        }

        return [.. beams.Select(b => b.Pixels)];
    }

    /// <summary>Returns the most probable continuations of all beams by one pixel; ties go to the earlier beam, then to the lower colour.</summary>
    private List<Beam> Extend(List<Beam> beams, MatrixSpan logits, int at)
    {
        var candidates = new List<(double Score, int Beam, int Color)>();
        for (int b = 0; b < beams.Count; b++)
        {
            ReadOnlySpan<float> row = StepBatch.Row(logits, b)[.._colors];
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

    /// <summary>A partial picture and the log probability of its generated pixels.</summary>
    private sealed record Beam(double Score, int[] Pixels);
}
