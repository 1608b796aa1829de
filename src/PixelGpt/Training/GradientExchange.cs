using PixelGpt.Numerics;
using PixelGpt.Processes;

namespace PixelGpt.Training;

/// <summary>
/// Adds the gradients of the processes of a group in the order of <see cref="PairwiseTree"/>, so that the sum is bit-identical for any number of processes:
/// each process gets one part of the sums of all processes, completes the tree for it, and sends the result to all. A reduction of MPI is
/// not used, because its order of additions depends on the number of processes.
/// </summary>
internal sealed class GradientExchange
{
    private readonly IProcessGroup _group;
    private readonly IKernels _kernels;
    private readonly WorkerPool _pool;
    private readonly GradientSums _sums;
    private readonly FloatBuffer _total;
    private readonly (int Start, int Length)[] _parts;
    private readonly Action<int, int> _pack;
    private readonly Action<int, int> _add;
    private readonly List<PairwiseTree.Node> _nodes = [];
    private int _sequences;
    private FloatBuffer _sent = new(0);
    private FloatBuffer _received = new(0);

    /// <summary>Allocates the buffers.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="kernels">The kernels to add with.</param>
    /// <param name="pool">Threads to compute on.</param>
    /// <param name="sums">The sums of this process.</param>
    /// <param name="length">Number of floats of a gradient.</param>
    public GradientExchange(IProcessGroup group, IKernels kernels, WorkerPool pool, GradientSums sums, int length)
    {
        _group = group;
        _kernels = kernels;
        _pool = pool;
        _sums = sums;
        _total = new FloatBuffer(length);
        _parts = [.. Enumerable.Range(0, group.Size).Select(rank => PartOf(rank, length))];
        _pack = Pack;
        _add = Add;
    }

    /// <summary>The number of bytes that this process sent to others in the last call of <see cref="AddUp"/>.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Adds the sums of all processes.</summary>
    /// <param name="sequences">The number of sequences of the batch.</param>
    /// <returns>The sum of all gradients, the same in all processes.</returns>
    public FloatBuffer AddUp(int sequences)
    {
        _sequences = sequences;
        int ownSums = _sums.Sums.Count;
        int[] sent = [.. _parts.Select(part => ownSums * part.Length)];
        EnsureLength(ref _sent, sent.Sum());
        _pool.Run(_group.Size, _pack);

        (_, int length) = _parts[_group.Rank];
        int[] received = new int[_group.Size];
        _nodes.Clear();
        for (int rank = 0; rank < received.Length; rank++)
        {
            int earlier = _nodes.Count;
            (int start, int end) = Share.Of(sequences, rank, _group.Size);
            PairwiseTree.Cover(_nodes, start, end, sequences);
            received[rank] = (_nodes.Count - earlier) * length;
        }

        EnsureLength(ref _received, _nodes.Count * length);
        _group.AllToAll<float>(_sent.Span[..sent.Sum()], sent, _received.Span[..(_nodes.Count * length)], received);
        _pool.Run((length + GradientSums.ChunkLength - 1) / GradientSums.ChunkLength, _add);
        _group.AllGather(_total.Span, [.. _parts.Select(part => part.Length)]);
        BytesSent = sizeof(float) * ((long)sent.Sum() - sent[_group.Rank] + ((long)length * (_group.Size - 1)));
        return _total;
    }

    /// <summary>Copies the part that a process adds of each sum of this process.</summary>
    private void Pack(int rank, int worker)
    {
        (int start, int length) = _parts[rank];
        int to = _sums.Sums.Count * start;
        foreach ((_, FloatBuffer sum) in _sums.Sums)
        {
            sum[start, length].CopyTo(_sent[to, length]);
            to += length;
        }
    }

    /// <summary>Completes the tree for a chunk of the part of this process.</summary>
    private void Add(int chunk, int worker)
    {
        (int partStart, int partLength) = _parts[_group.Rank];
        int offset = chunk * GradientSums.ChunkLength;
        int length = Math.Min(GradientSums.ChunkLength, partLength - offset);
        var open = new Stack<(PairwiseTree.Node Node, int Start)>();
        for (int i = 0; i < _nodes.Count; i++)
        {
            (PairwiseTree.Node node, int start) = (_nodes[i], (i * partLength) + offset);
            while (open.TryPeek(out (PairwiseTree.Node Node, int Start) left) && left.Node.IsLeftSiblingOf(node))
            {
                _kernels.Add(_received[start, length], _received[left.Start, length]);
                (node, start) = (left.Node.Parent(_sequences), left.Start);
                open.Pop();
            }

            open.Push((node, start));
        }

        _received[open.Single().Start, length].CopyTo(_total[partStart + offset, length]);
    }

    private (int Start, int Length) PartOf(int rank, int length)
    {
        (int start, int end) = Share.Of(length / Alignment.Floats, rank, _group.Size);
        return (start * Alignment.Floats, (rank == _group.Size - 1 ? length : end * Alignment.Floats) - (start * Alignment.Floats));
    }

    private static void EnsureLength(ref FloatBuffer buffer, int length)
    {
        if (buffer.Length < length) buffer = new FloatBuffer(length);
    }
}
