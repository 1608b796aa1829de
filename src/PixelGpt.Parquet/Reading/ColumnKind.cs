namespace PixelGpt.Parquet.Reading;

/// <summary>What the values of a column are.</summary>
internal enum ColumnKind
{
    /// <summary>Anything that is not used, such as text.</summary>
    Other,

    /// <summary>Integers.</summary>
    Number,

    /// <summary>Lists of integers.</summary>
    Numbers,

    /// <summary>Lists of lists of integers: rows of pixels.</summary>
    Grid,

    /// <summary>The bytes of picture files.</summary>
    Picture,
}
