using PixelGpt.Models;
using PixelGpt.Models.Embeddings;

namespace PixelGpt.Tests.Models;

/// <summary>Checks the indices of the embeddings that describe the pixel to be predicted, on a picture of 3 × 2 pixels.</summary>
public class RowIndexTests
{
    private static readonly PictureSizes Size = new(3, 3, 2);
    private const int Outside = 99;
    private static readonly int[] Pixels = [10, 11, 12, 13, 14, 15];

    [Fact]
    public void Row_and_column_are_those_of_the_next_pixel()
    {
        Assert.Equal([1, 2, 0, 1, 2, 0], Indices(new TargetColumnIndex(Size)));

        // The last position predicts nothing; its index is only in range.
        Assert.Equal([0, 0, 1, 1, 1, 1], Indices(new TargetRowIndex(Size)));
        Assert.Equal(2, new TargetRowIndex(Size).Count);
    }

    [Theory]
    [InlineData(0, -1, new[] { Outside, Outside, 10, 11, 12, 13 })]
    [InlineData(-1, -1, new[] { Outside, Outside, Outside, 10, 11, Outside })]
    [InlineData(1, -1, new[] { Outside, Outside, 11, 12, Outside, 14 })]
    [InlineData(-2, 0, new[] { Outside, 10, Outside, Outside, 13, Outside })]
    [InlineData(0, -2, new[] { Outside, Outside, Outside, Outside, Outside, 10 })]
    public void A_neighbour_is_an_earlier_colour_or_outside(int x, int y, int[] expected) =>
        Assert.Equal(expected, Indices(new NeighborIndex(new PixelOffset(x, y), Size, Outside)));

    [Fact]
    public void Rows_of_a_sequence_and_rows_of_several_sequences_have_the_same_indices()
    {
        var index = new NeighborIndex(new PixelOffset(1, -1), Size, Outside);
        int[] other = [20, 21, 22, 23, 0, 0];
        var steps = TokenRows.OfSteps([14, 23], [4, 3], [Pixels, other]);
        Assert.Equal(Outside, index.Of(steps, 0));
        Assert.Equal(22, index.Of(steps, 1));
        var chunk = TokenRows.OfSequence(Pixels, [2, 3]);
        Assert.Equal([12, 13], chunk.Tokens.ToArray());
        Assert.Equal(11, index.Of(chunk, 0));
    }

    [Fact]
    public void Pictures_of_any_size_have_their_own_width_and_height()
    {
        var any = new PictureSizes(0, 8, 8);
        var wide = new PictureContext(3, 2);
        var high = new PictureContext(2, 3);
        Assert.Equal([1, 2, 0, 1, 2, 0], Indices(new TargetColumnIndex(any), wide));
        Assert.Equal([1, 0, 1, 0, 1, 0], Indices(new TargetColumnIndex(any), high));
        Assert.Equal([0, 1, 1, 2, 2, 3], Indices(new TargetRowIndex(any), high));
        Assert.Equal([1, 0, 2, 1, 0, 2], Indices(new ColumnsLeftIndex(any), wide));
        Assert.Equal([2, 1, 1, 0, 0, 0], Indices(new RowsLeftIndex(any), high));
        Assert.Equal([Outside, 10, 11, 12, 13, 14], Indices(new NeighborIndex(new PixelOffset(0, -1), any, Outside), high));
    }

    [Fact]
    public void Augmentation_is_an_index_with_no_change_in_the_middle()
    {
        var changed = new PictureContext(3, 2) { IsFlipped = true, ShiftX = -2, ShiftY = 1 };
        Assert.Equal(5, Indices(new OrientationIndex(), changed with { Turns = 2 })[0]);
        Assert.Equal([0, 2, 2], [Indices(new OrientationIndex())[0], Indices(new ShiftIndex(2, isVertical: false))[0], Indices(new ShiftIndex(2, isVertical: true))[0]]);
        Assert.Equal([1, 0, 3], [Indices(new OrientationIndex(), changed)[0], Indices(new ShiftIndex(2, isVertical: false), changed)[0], Indices(new ShiftIndex(2, isVertical: true), changed)[0]]);
    }

    private static int[] Indices(IRowIndex index, PictureContext picture = default)
    {
        var rows = TokenRows.OfSequence(Pixels, [0, 1, 2, 3, 4, 5], picture);
        int[] indices = new int[rows.Count];
        for (int row = 0; row < indices.Length; row++) indices[row] = index.Of(rows, row);
        return indices;
    }
}
