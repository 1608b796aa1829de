using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs;

public class RecipeFileTests
{
    [Fact]
    public void A_written_recipe_can_be_read()
    {
        using var folder = new TemporaryFolder();
        var recipe = new TrainingRecipe { Epochs = 7, LrSchedulerType = LearningRateScheduleType.Cosine, BestMetric = SelectionMetric.DevLoss, AdamBeta2 = 0.95, Seed = ulong.MaxValue };
        Assert.Equal(recipe, RecipeFile.Load(folder.Write("recipe.json", RecipeFile.ToJson(recipe))));
    }

    [Fact]
    public void Missing_values_have_their_defaults_and_comments_are_allowed()
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
    [InlineData("""{"batch_size": 2147483647}""", "batch_size must be 1 to 4194304 (got 2147483647)")]
    [InlineData("""{"lr_scheduler_type": "linear"}""", "lr_scheduler_type")]
    [InlineData("""{"learning_rate": 1e999}""", "learning_rate")]
    [InlineData("[]", "object")]
    [InlineData("null", "object")]
    [InlineData("7", "object")]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("""{"recipe": 3}""", "object")]
    public void An_invalid_file_is_refused_and_the_error_names_it(string text, params string[] words)
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
    public void The_error_for_a_missing_file_names_it()
    {
        Assert.Contains("no-such-file.json", Assert.Throws<InputException>(() => RecipeFile.Load("no-such-file.json")).Message);
    }
}
