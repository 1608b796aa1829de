using System.Globalization;
using PixelGpt.Data;

namespace PixelGpt.Models.Onnx;

/// <summary>The entries of <c>metadata_props</c> that a program needs to make tokens of a picture and a picture of tokens.</summary>
internal static class OnnxMetadata
{
    /// <summary>Returns the entries of a model.</summary>
    /// <param name="config">Configuration of the model.</param>
    /// <param name="description">Architecture of the model.</param>
    /// <param name="palette">Palette of the model; null if there is none.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(ModelConfig config, TransformerDescription description, Palette? palette)
    {
        yield return new("model_type", config.Family.ModelType);
        if (palette is not null) yield return new("palette", string.Join(' ', palette.Colors));
        if (config.ImageSize is (int width, int height))
        {
            yield return new("image_width", Text(width));
            yield return new("image_height", Text(height));
        }

        if (description.MaxImageSize > 0) yield return new("max_image_size", Text(description.MaxImageSize));
        yield return new("max_positions", Text(description.MaxPositions));
        yield return new("pixel_order", description.AnyOrder ? "any" : "raster");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
