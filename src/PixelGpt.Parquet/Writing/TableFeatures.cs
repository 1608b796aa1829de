namespace PixelGpt.Parquet.Writing;

/// <summary>
/// The features of the tables for Python's <c>datasets</c>: as JSON in the parquet files, where <c>datasets</c> finds the types that
/// parquet does not have, and as YAML in the card. <c>Sequence</c> is read by all versions of <c>datasets</c>.
/// </summary>
internal static class TableFeatures
{
    /// <summary>The key of the JSON.</summary>
    public const string Key = "huggingface";

    /// <summary>The JSON for a table of sprites.</summary>
    public const string Sprites = """{"info": {"features": {"image": {"_type": "Image"}, "pixel_color": {"feature": {"dtype": "int32", "_type": "Value"}, "_type": "Sequence"}, "width": {"dtype": "int32", "_type": "Value"}, "height": {"dtype": "int32", "_type": "Value"}}}}""";

    /// <summary>The JSON for a table of colours.</summary>
    public const string Colors = """{"info": {"features": {"color": {"feature": {"dtype": "int32", "_type": "Value"}, "_type": "Sequence"}}}}""";

    /// <summary>The YAML for a table of sprites.</summary>
    public static readonly string[] SpriteLines = ["  - name: image", "    dtype: image", "  - name: pixel_color", "    sequence: int32", "  - name: width", "    dtype: int32", "  - name: height", "    dtype: int32"];

    /// <summary>The YAML for a table of colours.</summary>
    public static readonly string[] ColorLines = ["  - name: color", "    sequence: int32"];
}
