using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public sealed class FineTunedRunTests : IDisposable
{
    private static readonly TrainingRecipe Recipe = RunFixture.Recipe with { LearningRate = 1e-3 };

    private readonly RunFixture _fixture = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _fixture.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_run_starts_from_the_weights_of_another_model()
    {
        RunFolder start = _fixture.Train("start");
        RunFolder tuned = Tune("tuned", start.Path, stopAfter: 0);
        using SafeTensors before = SafeTensors.Load(start.Weights), after = SafeTensors.Load(tuned.Checkpoint);
        Assert.All(before.Names, name => Assert.Equal(before.Floats(name), after.Floats(name)));
        Assert.Equal(start.Path, TrainingRecord.Load(tuned.Record).BaseModel!.Source);
        Assert.Contains("| started from | the weights of start (fine-tuning) |", File.ReadAllText(Tune("carded", start.Path).Card));
    }

    [Fact]
    public void A_resumed_run_is_bit_identical_even_if_its_start_is_gone()
    {
        RunFolder start = _fixture.Train("start");
        RunFolder whole = Tune("whole", start.Path), parts = Tune("parts", start.Path, stopAfter: 0);
        Directory.Delete(start.Path, recursive: true);
        _fixture.Resume(parts, stopAfter: 5, threads: 2);
        _fixture.Resume(parts);
        RunFixture.AssertSame(whole, parts);
        File.Delete(parts.Checkpoint);
        File.Delete(parts.PreviousCheckpoint);
        Assert.Contains("the checkpoint is missing", RunFixture.AssertRefused(parts, () => _fixture.Resume(parts)));
    }

    [Fact]
    public void The_built_in_model_can_be_trained_on_any_palette_and_does_not_change()
    {
        float[] before = [.. PixelModel.BuiltIn.Transformer.Parameters.Values];
        RunFolder tuned = Tune("tuned", "built-in");
        var model = PixelModel.Load(tuned.Path);
        Assert.True(model.HasFreePalette);
        Assert.Equal(_fixture.Data.Palette.Colors.ToArray(), model.Palette.Colors.ToArray());
        Assert.Equal("built-in", TrainingRecord.Load(tuned.Record).BaseModel!.Source);
        Assert.Equal(before, PixelModel.BuiltIn.Transformer.Parameters.Values.ToArray());
        Assert.NotEqual(before, model.Transformer.Parameters.Values.ToArray());
    }

    [Fact]
    public void A_model_that_does_not_fit_is_refused()
    {
        RunFolder start = _fixture.Train("start");
        var other = new SpriteDataset("other", new Palette([.. _fixture.Data.Palette.Colors.Reverse()]), _fixture.Data.Splits);
        Assert.Contains("is bound to its palette; start from a model with a free palette, such as built-in", Refused(start.Path, other));
        Assert.Contains("at most 32×32 pixels", Refused("built-in", Large()));
        Assert.Contains("no such folder; expected a run folder, a model folder or built-in", Refused(_folder["nothing"], other));
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Contains("training can start only from a folder with", Refused(_folder["empty"], other));

        static SpriteDataset Large() => new("large", TinyModels.Palette(), [new(SpriteDataset.Train, [new Sprite(40, 40, new int[1600])])]);
    }

    [Fact]
    public void Small_data_sets_are_trained_for_more_epochs()
    {
        TrainingRecipe few = RecipeFor(16), many = RecipeFor(3200);
        Assert.Equal((PresetRecipe.MostFineTuningEpochs, PresetRecipe.FineTuning.Epochs), (few.Epochs, many.Epochs));
        Assert.Equal(SelectionMetric.Loss, few.BestMetric);

        static TrainingRecipe RecipeFor(int sprites) => DefaultRecipe.ForFineTuning(
            PixelModel.BuiltIn.Config, new SpriteDataset("few", TinyModels.Palette(), [new(SpriteDataset.Train, [.. Enumerable.Range(0, sprites).Select(_ => new Sprite(16, 16, new int[256]))])])).Recipe;
    }

    private string Refused(string start, SpriteDataset data) => Assert.Throws<InputException>(() => TrainingRun.FineTune(_fixture.Folder("refused"), BaseModelReference.Create(start), RunFixture.Reference, data, Recipe, 1)).Message;

    private RunFolder Tune(string name, string start, int? stopAfter = null)
    {
        RunFolder folder = _fixture.Folder(name);
        using var run = TrainingRun.FineTune(folder, BaseModelReference.Create(start), RunFixture.Reference, _fixture.Data, Recipe, 2);
        RunFixture.Train(run, stopAfter);
        return folder;
    }
}
