using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation;

public class PredictionRecordTests
{
    [Fact]
    public void Probabilities_match_the_surprisals_and_entropy_is_within_its_bounds()
    {
        PixelModel model = TinyModels.PixelModel();
        Sprite[] sprites = [.. TinyModels.Dataset()[SpriteDataset.Dev]];
        using var likelihood = new Likelihood(model.Transformer, 2);
        float[][] surprisals = likelihood.Surprisals(sprites);
        PredictionRecord[] records = likelihood.Record(sprites);
        for (int i = 0; i < sprites.Length; i++)
        {
            Assert.Equal(29, records[i].Probability.Length);
            for (int at = 0; at < 29; at++)
            {
                Assert.Equal(Math.Exp(-surprisals[i][at]), records[i].Probability[at], 1e-5);
                Assert.InRange(records[i].Entropy[at], 0, Math.Log(TinyModels.Colors) + 1e-5);
            }
        }
    }

    [Fact]
    public void A_heat_map_is_dark_for_small_values_and_grey_for_missing_ones()
    {
        Sprite map = HeatMap.Draw([0, 1, 2], 1, 2, 2, 2);
        Assert.Equal([HeatMap.Palette.Count - 1, 0, 31, HeatMap.Palette.Count - 2], map.Pixels.ToArray());
        int Brightness(int index) => HeatMap.Palette[index].R + HeatMap.Palette[index].G + HeatMap.Palette[index].B;
        Assert.True(Brightness(0) < Brightness(31) && Brightness(31) < Brightness(63));
    }
}
