using System.Numerics;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// Adds the gradients of the sequences of a batch in the order of <see cref="PairwiseTree"/>. Sequences are computed in groups, so that the memory does not
/// grow with the batch: a group has one buffer per sequence, and after it only the sums of complete nodes remain.
/// </summary>
internal sealed class GradientSums
{
    /// <summary>Number of floats per chunk of an addition, so that the chunks of all buffers of a group fit into the L2 cache.</summary>
    public const int ChunkLength = 8192;

    /// <summary>Maximum number of floats of the buffers of a group (256 MB); there is at least one buffer per thread even if they exceed it.</summary>
    private const int Budget = 1 << 26;

    private readonly IKernels _kernels;
    private readonly WorkerPool _pool;
    private readonly int _length;
    private readonly int _groupSize;
    private readonly FloatBuffer?[] _leaves;
    private readonly Stack<FloatBuffer> _spare = [];
    private readonly List<(PairwiseTree.Node Node, FloatBuffer Sum)> _sums = [];
    private readonly List<PairwiseTree.Node> _nodes = [];
    private readonly Action<int, int> _computeLeaf;
    private readonly Action<int, int> _addLeaves;
    private readonly Action<int, int> _addSums;
    private Action<int, int, FloatBuffer>? _compute;
    private int _sequences;
    private int _first;
    private int _end;
    private FloatBuffer? _left;
    private FloatBuffer? _right;

    /// <summary>Creates the sums.</summary>
    /// <param name="kernels">The kernels to add with.</param>
    /// <param name="pool">Threads to compute on.</param>
    /// <param name="length">Number of floats of a gradient.</param>
    /// <param name="maxSequences">Maximum number of sequences in a call of <see cref="Compute"/>.</param>
    /// <param name="maxGroupSize">Maximum number of sequences of a group, a power of two; null to choose it by memory. Results do not depend on it.</param>
    public GradientSums(IKernels kernels, WorkerPool pool, int length, int maxSequences, int? maxGroupSize = null)
    {
        _kernels = kernels;
        _pool = pool;
        _length = length;
        int affordable = Math.Max(1, Budget / length);
        _groupSize = maxGroupSize ?? (int)Math.Max(BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, pool.Threads)), 1u << BitOperations.Log2((uint)affordable));
        _leaves = new FloatBuffer?[Math.Min(_groupSize, maxSequences)];
        _computeLeaf = (leaf, worker) => _compute!(_first + leaf, worker, _leaves[leaf]!);
        _addLeaves = AddLeaves;
        _addSums = (chunk, _) =>
        {
            (int start, int length) = Chunk(chunk);
            _kernels.Add(_right![start, length], _left![start, length]);
        };
    }

    /// <summary>The sums that <see cref="Compute"/> computed: the nodes that cover its sequences, in order.</summary>
    public IReadOnlyList<(PairwiseTree.Node Node, FloatBuffer Sum)> Sums => _sums;

    /// <summary>The number of chunks of a gradient.</summary>
    public int Chunks => (_length + ChunkLength - 1) / ChunkLength;

    /// <summary>Returns the first float and the number of floats of a chunk.</summary>
    public (int Start, int Length) Chunk(int chunk) => (chunk * ChunkLength, Math.Min(ChunkLength, _length - (chunk * ChunkLength)));

    /// <summary>Computes and adds the gradients of neighbouring sequences.</summary>
    /// <param name="start">The first sequence.</param>
    /// <param name="end">The sequence after the last one.</param>
    /// <param name="sequences">The number of sequences of the batch.</param>
    /// <param name="compute">Called on several threads with a sequence, a thread and a buffer; writes the gradient of the sequence.</param>
    public void Compute(int start, int end, int sequences, Action<int, int, FloatBuffer> compute)
    {
        foreach ((_, FloatBuffer sum) in _sums) _spare.Push(sum);
        _sums.Clear();
        _compute = compute;
        _sequences = sequences;
        for (_first = start; _first < end; _first = _end)
        {
            _end = Math.Min(end, ((_first / _groupSize) + 1) * _groupSize);
            for (int leaf = 0; leaf < _end - _first; leaf++) _leaves[leaf] ??= _spare.TryPop(out FloatBuffer? spare) ? spare : new FloatBuffer(_length);
            _pool.Run(_end - _first, _computeLeaf);
            _nodes.Clear();
            PairwiseTree.Cover(_nodes, _first, _end, sequences);
            _pool.Run(Chunks, _addLeaves);
            foreach (PairwiseTree.Node node in _nodes)
            {
                ref FloatBuffer? leaf = ref _leaves[node.First - _first];
                Push(node, leaf!);
                leaf = null;
            }
        }
    }

    private void AddLeaves(int chunk, int worker)
    {
        (int start, int length) = Chunk(chunk);
        foreach (PairwiseTree.Node node in _nodes)
        {
            int first = node.First - _first;
            int end = Math.Min(first + node.Width, _end - _first);
            for (int gap = 1; first + gap < end; gap *= 2)
            {
                for (int leaf = first; leaf + gap < end; leaf += 2 * gap) _kernels.Add(_leaves[leaf + gap]![start, length], _leaves[leaf]![start, length]);
            }
        }
    }

    /// <summary>Appends a node, and adds it to its left sibling, and their sum to its left sibling, and so on.</summary>
    private void Push(PairwiseTree.Node node, FloatBuffer sum)
    {
        while (_sums is [.., var (left, leftSum)] && left.IsLeftSiblingOf(node))
        {
            (_left, _right) = (leftSum, sum);
            _pool.Run(Chunks, _addSums);
            _spare.Push(sum);
            _sums.RemoveAt(_sums.Count - 1);
            (node, sum) = (left.Parent(_sequences), leftSum);
        }

        _sums.Add((node, sum));
    }
}
