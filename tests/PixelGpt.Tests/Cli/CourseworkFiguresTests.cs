using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Cli;

public class CourseworkFiguresTests
{
    [Fact]
    public async Task The_figures_are_those_of_the_built_in_creatures()
    {
        SpriteDataset creatures = await DataReference.Create("creatures").LoadAsync();
        Assert.Equal(CourseworkFigures.DatasetChecksum, creatures.Checksum());
        Assert.Equal(CourseworkFigures.PromptFraction, BuiltInRecipe.Find("coursework")!.Recipe.PromptFraction);
    }

    [Fact]
    public async Task Other_data_and_other_prompts_are_not_compared()
    {
        SpriteDataset creatures = await DataReference.Create("creatures").LoadAsync();
        var report = new EvaluationReport { Dataset = DataDescription.Of(creatures), PromptFraction = 0.6, Splits = [new() { Split = "test", Sprites = 80, Accuracy = 0.5, Nll = 1, NllCompleted = 1, BitsPerPixel = 1.4 }] };
        Assert.NotNull(CourseworkComparison.Create(report, creatures, new TrainingRecipe { Seed = 3 }));
        Assert.Null(CourseworkComparison.Create(report, creatures, new TrainingRecipe { PromptFraction = 0.5 }));
        Assert.Null(CourseworkComparison.Create(report, TinyModels.Dataset(), new TrainingRecipe()));
    }
}
