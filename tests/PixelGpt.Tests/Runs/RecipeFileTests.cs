using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public class RecipeFileTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var recipe = new TrainingRecipe { Epochs = 7, LrSchedulerType = LearningRateScheduleType.Cosine, BestMetric = BestEpoch.DevLoss, AdamBeta2 = 0.95, Seed = ulong.MaxValue };
        Assert.Equal(recipe, RecipeFile.Load(folder.Write("recipe.json", RecipeFile.ToJson(recipe))));
    }

    [Fact]
    public void What_a_file_does_not_say_is_the_default_and_comments_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(new TrainingRecipe { Epochs = 3 }, RecipeFile.Load(folder.Write("recipe.json", "{ /* short */ \"epochs\": 3, }")));
    }

    [Theory]
    [InlineData("""{"lerning_rate": 1}""", "'lerning_rate'", "learning_rate")]
    [InlineData("""{"Epochs": 1}""", "'Epochs'", "epochs")]
    [InlineData("""{"epochs": "many"}""", "epochs")]
    [InlineData("""{"epochs": 1.5}""", "epochs")]
    [InlineData("""{"epochs": 1, "epochs": 2}""", "epochs")]
    [InlineData("""{"epochs": 0}""", "epochs must be at least 1 (got 0)")]
    [InlineData("""{"lr_scheduler_type": "linear"}""", "lr_scheduler_type")]
    [InlineData("""{"learning_rate": 1e999}""", "learning_rate")]
    [InlineData("[]", "object")]
    [InlineData("null", "object")]
    [InlineData("7", "object")]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("""{"recipe": 3}""", "object")]
    public void A_file_that_is_no_recipe_is_refused_with_its_name(string text, params string[] words)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("recipe.json", text);
        string message = Assert.Throws<InputException>(() => RecipeFile.Load(path)).Message;
        Assert.StartsWith(path + ": ", message);
        Assert.DoesNotContain("System.", message);
        Assert.DoesNotContain("PixelGpt.", message);
        Assert.All(words, word => Assert.Contains(word, message));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        Assert.Contains("no-such-file.json", Assert.Throws<InputException>(() => RecipeFile.Load("no-such-file.json")).Message);
    }
}
