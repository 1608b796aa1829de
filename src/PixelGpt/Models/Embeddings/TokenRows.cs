namespace PixelGpt.Models.Embeddings;

/// <summary>
/// The tokens of a pass: one token per row, the earlier tokens of each row's sequence and what is known about its picture.
/// The rows are consecutive positions of one sequence (training, prefill) or one position each of several sequences (decoding).
/// </summary>
internal readonly ref struct TokenRows
{
    private readonly ReadOnlySpan<int> _sequence;
    private readonly ReadOnlySpan<int[]> _histories;
    private readonly PictureContext _picture;
    private readonly ReadOnlySpan<PictureContext> _pictures;

    private TokenRows(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, ReadOnlySpan<int> sequence, ReadOnlySpan<int[]> histories, PictureContext picture, ReadOnlySpan<PictureContext> pictures)
    {
        Tokens = tokens;
        Positions = positions;
        _sequence = sequence;
        _histories = histories;
        _picture = picture;
        _pictures = pictures;
    }

    /// <summary>The token of each row [T].</summary>
    public ReadOnlySpan<int> Tokens { get; }

    /// <summary>The position of each row in its sequence [T].</summary>
    public ReadOnlySpan<int> Positions { get; }

    /// <summary>The number of rows, T.</summary>
    public int Count => Positions.Length;

    /// <summary>Creates the rows of consecutive positions of one sequence.</summary>
    /// <param name="sequence">Tokens of the sequence from position 0 on, at least up to the last row.</param>
    /// <param name="positions">Positions of the rows [T], consecutive.</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    public static TokenRows OfSequence(ReadOnlySpan<int> sequence, ReadOnlySpan<int> positions, PictureContext picture = default) =>
        new(positions.IsEmpty ? default : sequence.Slice(positions[0], positions.Length), positions, sequence, default, picture, default);

    /// <summary>Creates the rows of several sequences.</summary>
    /// <param name="tokens">Newest token of each sequence [T].</param>
    /// <param name="positions">Position of each token in its sequence [T].</param>
    /// <param name="histories">Tokens of each sequence from position 0 up to at least the row's position [T].</param>
    /// <param name="pictures">Size and augmentation of each picture [T]; empty for pictures of the model's own size.</param>
    public static TokenRows OfSteps(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, ReadOnlySpan<int[]> histories, ReadOnlySpan<PictureContext> pictures = default) =>
        new(tokens, positions, default, histories, default, pictures);

    /// <summary>Returns the tokens of a row's sequence from position 0 up to the row's own position.</summary>
    /// <param name="row">Index of the row.</param>
    public ReadOnlySpan<int> History(int row) => (_histories.IsEmpty ? _sequence : _histories[row])[..(Positions[row] + 1)];

    /// <summary>Returns size and augmentation of a row's picture.</summary>
    /// <param name="row">Index of the row.</param>
    public PictureContext Picture(int row) => _pictures.IsEmpty ? _picture : _pictures[row];

    /// <summary>Returns the pixel that a row predicts: position p predicts the pixel at position p + 1.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="size">Size of the model's pictures.</param>
    public PixelCoordinates Target(int row, PictureSizes size) => At(row, Positions[row] + 1, size);

    /// <summary>Returns the pixel that a row's token is the colour of.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="size">Size of the model's pictures.</param>
    public PixelCoordinates Source(int row, PictureSizes size) => At(row, Positions[row], size);

    /// <summary>Returns the colour of a pixel; null if it comes after the row's token.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="pixel">Raster index of the pixel in the row's picture.</param>
    public int? KnownColor(int row, int pixel)
    {
        int position = Picture(row).Order is { } order ? order.PositionOf(pixel) : pixel;
        return position <= Positions[row] ? History(row)[position] : null;
    }

    private PixelCoordinates At(int row, int position, PictureSizes size)
    {
        PictureContext picture = Picture(row);
        int width = size.WidthOf(picture), pixel = picture.Order is { } order && position < order.Count ? order.PixelAt(position) : position;
        return new PixelCoordinates(pixel % width, pixel / width);
    }
}
