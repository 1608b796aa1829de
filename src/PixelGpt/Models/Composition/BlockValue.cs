namespace PixelGpt.Models.Composition;

/// <summary>
/// An intermediate result of a composed block: one row of <see cref="Width"/> values for each pixel of a pass [T, width]. It stands for a
/// computation and has no numbers.
/// </summary>
public sealed class BlockValue
{
    private readonly BlockComposer _composer;

    internal BlockValue(BlockComposer composer, CompositionNode node)
    {
        _composer = composer;
        Node = node;
    }

    /// <summary>The number of values in a row.</summary>
    public int Width => Node.Width;

    internal CompositionNode Node { get; }

    /// <summary>Adds two values element by element.</summary>
    /// <param name="x">The first value.</param>
    /// <param name="y">The second value, of the same width.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">The widths differ, or the values belong to different blocks.</exception>
    public static BlockValue operator +(BlockValue x, BlockValue y) => Composer(x).Add(x, y);

    /// <summary>Subtracts two values element by element.</summary>
    /// <param name="x">The first value.</param>
    /// <param name="y">The second value, of the same width.</param>
    /// <returns>The difference.</returns>
    /// <exception cref="ArgumentException">The widths differ, or the values belong to different blocks.</exception>
    public static BlockValue operator -(BlockValue x, BlockValue y) => Composer(x).Add(x, -1 * y);

    /// <summary>Multiplies two values element by element. A value of width 1 is multiplied with every element of the other one's row.</summary>
    /// <param name="x">The first value.</param>
    /// <param name="y">The second value, of the same width or of width 1.</param>
    /// <returns>The product.</returns>
    /// <exception cref="ArgumentException">The widths differ and none is 1, or the values belong to different blocks.</exception>
    public static BlockValue operator *(BlockValue x, BlockValue y) => Composer(x).Multiply(x, y);

    /// <summary>Multiplies all elements by a constant.</summary>
    /// <param name="factor">The constant.</param>
    /// <param name="x">The value.</param>
    /// <returns>The product.</returns>
    public static BlockValue operator *(float factor, BlockValue x) => Composer(x).Affine(x, factor, 0);

    /// <summary>Adds a constant to all elements.</summary>
    /// <param name="x">The value.</param>
    /// <param name="addend">The constant.</param>
    /// <returns>The sum.</returns>
    public static BlockValue operator +(BlockValue x, float addend) => Composer(x).Affine(x, 1, addend);

    private static BlockComposer Composer(BlockValue x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x._composer;
    }

    /// <summary>Returns the computation of this value, after checking that it belongs to the block that is composed.</summary>
    internal CompositionNode NodeIn(BlockComposer composer) => _composer == composer
        ? Node
        : throw new ArgumentException("the value belongs to another block; use only values that were composed for the same layer");
}
