using PixelGpt.Benchmarking;
using PixelGpt.Data;
using PixelGpt.Judging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data;

/// <summary>What needs sprites of one size rejects a data set of mixed sizes before it starts.</summary>
public sealed class MixedSizesRejectionTests
{
    private static readonly SpriteDataset Mixed = new(
        "mixed", TinyModels.Palette(), SplitPlan.OfCounts(4, 2, 2).Split([.. Enumerable.Range(8, 8).Select(side => new Sprite(side, 8, new int[side * 8]))]));

    [Fact]
    public void A_model_for_pictures_of_one_size() => Assert.Equal(
        "config.json: the model is for pictures of 6×5 pixels ('image_width', 'image_height'), but the sprites of mixed have mixed sizes, 8×8 to 15×8; use a data set of one size, or a model without a fixed size",
        Assert.Throws<InputException>(() => TinyModels.Config(positions: 120).CheckFits(Mixed, "config.json")).Message);

    [Fact]
    public void A_judge() => Assert.Equal(
        "mixed: a judge needs sprites of one size, but the sprites of this data set have mixed sizes, 8×8 to 15×8; use a data set of one size",
        Assert.Throws<InputException>(() => new JudgeTraining(Mixed, new JudgeRecipe(), [], threads: 1)).Message);

    [Fact]
    public void The_benchmark() => Assert.StartsWith(
        "mixed: the benchmark needs sprites of one size", Assert.Throws<InputException>(() => new Benchmark(TinyModels.Config(), Mixed, threads: 1)).Message, StringComparison.Ordinal);
}
