using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

public class ColorFeaturesTests
{
    [Fact]
    public void Features_are_coordinates_and_waves_and_the_background()
    {
        var palette = new Palette([new Rgb(255, 255, 255), new Rgb(0, 0, 0), new Rgb(255, 0, 0), new Rgb(250, 4, 4)]);
        var features = new ColorFeatures(palette, colors: 6, frequencies: 7, states: 1);
        Assert.Equal((19, 7), (features.Count, features.Rows));
        float[][] rows = [.. Enumerable.Range(0, 7).Select(i => features.Values.Data.Slice(i * features.Count, features.Count).ToArray())];
        Assert.Equal(1, rows[0][0], 1e-6f);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0], rows.Select(r => r[^2]));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1], rows.Select(r => r[^1]));
        var red = Oklab.From(palette[2]);
        Assert.Equal([(float)red.L, (float)(5 * red.A), (float)(5 * red.B)], rows[2][..3]);
        for (int i = 0; i < 7; i++)
        {
            Assert.All(rows[..4], r => Assert.Equal(1, (r[3 + i] * r[3 + i]) + (r[10 + i] * r[10 + i]), 1e-5f));

            // Black is the origin.
            Assert.Equal((0f, 1f), (rows[1][3 + i], rows[1][10 + i]));
        }

        static double Distance(float[] a, float[] b) => a.Zip(b).Sum(p => Math.Pow(p.First - p.Second, 2));
        Assert.True(Distance(rows[2], rows[3]) < 0.2 * Distance(rows[1], rows[2]));
        Assert.All(rows[4..6], r => Assert.All(r, value => Assert.Equal(0, value)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_part_can_be_switched_off(bool tied)
    {
        Transformer Model(string key, object off) => TinyModels.Pixel(change: json =>
        {
            json["tie_word_embeddings"] = tied;
            json[key] = System.Text.Json.Nodes.JsonNode.Parse($"{off}");
        }).Build(palette: TinyModels.Palette());
        string[] all = Names(Model("image_height", "5"));
        Assert.Equal(tied ? 8 : 9, all.Count(n => n.EndsWith("color_proj.weight", StringComparison.Ordinal)));
        Assert.Equal(all.Where(n => !n.Contains("color_proj", StringComparison.Ordinal)), Names(Model("color_features", "false")));
        Assert.Equal(all.Where(n => !n.Contains("pointer", StringComparison.Ordinal)), Names(Model("pointer_size", "0")));
        Assert.Equal(all.Where(n => !n.Contains("neighbors", StringComparison.Ordinal)), Names(Model("neighbors", "[]")));
        Assert.Equal(all.Where(n => !n.Contains("rows", StringComparison.Ordinal) && !n.Contains("columns", StringComparison.Ordinal)), Names(Model("row_column_embedding", "false")));
        Assert.Equal(all.Where(n => !n.Contains("positions", StringComparison.Ordinal)), Names(Model("position_embedding", "\"rope\"")));
    }

    [Fact]
    public void A_model_with_colour_features_needs_a_palette() =>
        Assert.Contains("add colormap.txt", Assert.Throws<InputException>(() => TinyModels.Pixel().Build()).Message);

    [Fact]
    public void Another_palette_changes_the_logits()
    {
        int[] pixels = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] Logits(Palette palette)
        {
            Transformer model = TinyModels.Pixel().Build(palette: palette);
            model.Parameters.Initialize(3);
            model.Pack();
            Activations activations = model.CreateActivations(8, training: false);
            MatrixSpan logits = model.Forward(TokenRows.OfSequence(pixels, activations.Positions), activations, activations.GetSequenceAttention());
            return logits.Data[..(8 * logits.RowStride)].ToArray();
        }

        Assert.Equal(Logits(TinyModels.Palette()), Logits(TinyModels.Palette()));
        Assert.NotEqual(Logits(TinyModels.Palette()), Logits(new Palette(TinyModels.Palette().Colors.Reverse())));
    }

    private static string[] Names(Transformer model) => [.. model.Parameters.All.Select(p => p.Name)];
}
