using PixelGpt;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Training;

namespace OwnIdeas.Tests;

public sealed class OwnAugmentationTests : IDisposable
{
    private static readonly TrainingExtensions UpsideDown = new() { Augmentations = [new OwnAugmentation(0.5)] };

    private readonly Stripes _stripes = new();

    public void Dispose() => _stripes.Dispose();

    [Fact]
    public void A_model_with_conditions_has_an_embedding_of_each()
    {
        _stripes.Train("run", Config("\"conditions\": 2"), Stripes.Recipe, UpsideDown);
        Parameter embedding = PixelModel.Load(_stripes.Folder("run").Path).Transformer.Parameters.All.Single(p => p.Name == "model.embed_conditions.weight");
        Assert.Equal([2, 32], embedding.Shape.ToArray());
    }

    [Fact]
    public void The_result_does_not_depend_on_threads_and_interruptions()
    {
        // Together with augmentations of the recipe.
        TrainingRecipe recipe = Stripes.Recipe with { Flip = true, MaxShift = 1 };
        ModelConfig config = Config("\"conditions\": 2");
        _stripes.Train("whole", config, recipe, UpsideDown, threads: 1);
        _stripes.TrainInTwoParts("resumed", config, recipe, UpsideDown);
        _stripes.Train("plain", config, recipe);
        Assert.Equal(_stripes.Weights("whole"), _stripes.Weights("resumed"));
        Assert.NotEqual(_stripes.Weights("whole"), _stripes.Weights("plain"));
    }

    [Fact]
    public void A_run_is_resumed_with_the_same_augmentations_only()
    {
        _stripes.Train("run", Config("\"conditions\": 2"), Stripes.Recipe, UpsideDown);
        var error = Assert.Throws<InputException>(() => TrainingRun.Resume(_stripes.Folder("run"), Stripes.Reference, Stripes.Data, epochs: 3, threads: 1));
        Assert.Contains("the run was trained with the augmentation upside-down(0.5), but it is resumed with no loss or augmentations of a program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_conditions_are_an_error()
    {
        var twice = new TrainingExtensions { Augmentations = [new OwnAugmentation(0.5), new OwnAugmentation(0.1)] };
        var error = Assert.Throws<InputException>(() => _stripes.Train("run", Config("\"conditions\": 2"), Stripes.Recipe, twice));
        Assert.Contains("have 4 conditions together, but the model has 2", error.Message, StringComparison.Ordinal);
    }

    private ModelConfig Config(string conditions) =>
        _stripes.Config("pixelgpt", "\"hidden_size\": 32, \"num_attention_heads\": 1, \"num_hidden_layers\": 1, \"pixel_order\": \"any\", \"embedding_dropout\": 0, \"residual_dropout\": 0, " + conditions);
}
