using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Sampling;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace OwnIdeas.Tests;

public sealed class TogetherTests : IDisposable
{
    private readonly Stripes _stripes = new();

    public void Dispose() => _stripes.Dispose();

    [Fact]
    public async Task All_ideas_work_together()
    {
        string folder = _stripes.Folder("run").Path;
        TrainingRecipe recipe = Stripes.Recipe;
        using var log = new StringWriter();

        DataReference reference = DataReference.Create("stripes:30");
        SpriteDataset data = await reference.LoadAsync([new OwnSource.Provider()]);
        ModelConfig config = ModelConfig.Default(ModelFamily.Find("parallel"), data.Palette.Count, data.Width, data.Height, ModelPreset.Tiny);
        var extensions = new TrainingExtensions { Loss = new OwnLoss(gamma: 2), Augmentations = [new OwnAugmentation(0.3)] };
        using var stop = new CancellationTokenSource();
        using (TrainingRun run = TrainingRun.Create(new RunFolder(folder), config, reference, data, recipe, threads: 2, extensions: extensions))
        {
            run.Train(new OwnCallback(enough: 0.01, stop, log), stop.Token);
        }

        PixelModel model = PixelModel.Load(folder);
        var options = new GenerationOptions { DoSample = true, Seed = 1, Processors = [new OwnSampler(2), LogitsProcessors.TopP(0.9)] };
        Sprite picture = model.Complete(data["test"][0].FirstPixels(24), options)[0];

        Assert.True(picture.IsComplete);
        Assert.Contains("epoch 2: loss", log.ToString(), StringComparison.Ordinal);
        ExtensionNames? names = TrainingRecord.Load(new RunFolder(folder).Record).Extensions;
        Assert.Equal("focal(2)", names?.Loss);
        Assert.Equal(["upside-down(0.3)"], names!.Augmentations);
    }
}
