using System.Numerics;

namespace PixelGpt.Training;

/// <summary>
/// The order in which the gradients of the sequences of a batch are added: neighbours are added pairwise, then neighbouring pairs, and so
/// on, as in a binary tree whose missing leaves at the end are skipped. A node is the sum of its leaves, and is computed in the same way
/// wherever the leaves are, so the sum of a batch does not depend on how sequences are divided among threads or processes.
/// </summary>
internal static class PairwiseTree
{
    /// <summary>A node of the tree: the sum of the leaves from <paramref name="First"/> to <paramref name="First"/> + <paramref name="Width"/> − 1 that exist.</summary>
    /// <param name="First">The first leaf, a multiple of the width.</param>
    /// <param name="Width">The number of leaves, a power of two.</param>
    public readonly record struct Node(int First, int Width)
    {
        /// <summary>Whether this node and the next one are the children of one node.</summary>
        public bool IsLeftSiblingOf(Node next) => Width == next.Width && First + Width == next.First && First % (2 * Width) == 0;

        /// <summary>Returns the parent of this node and its right sibling, or its highest ancestor with the same leaves.</summary>
        /// <param name="leaves">The number of leaves of the tree.</param>
        public Node Parent(int leaves)
        {
            int width = 2 * Width;
            while (First + width >= leaves && First % (2 * width) == 0 && width < leaves) width *= 2;
            return new Node(First, width);
        }
    }

    /// <summary>Appends the largest nodes that consist of the leaves of a range only.</summary>
    /// <param name="nodes">Receives the nodes, in order.</param>
    /// <param name="start">The first leaf of the range.</param>
    /// <param name="end">The leaf after the range.</param>
    /// <param name="leaves">The number of leaves of the tree.</param>
    public static void Cover(List<Node> nodes, int start, int end, int leaves)
    {
        // The leaves that are missing at the end need not be in the range.
        int limit = end == leaves ? (int)BitOperations.RoundUpToPowerOf2((uint)leaves) : end;
        for (int first = start; first < end;)
        {
            int width = 1;
            while (first % (2 * width) == 0 && first + (2 * width) <= limit) width *= 2;
            nodes.Add(new Node(first, width));
            first += width;
        }
    }
}
