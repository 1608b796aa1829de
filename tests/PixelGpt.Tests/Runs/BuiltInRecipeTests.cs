using PixelGpt.Models.Families;
using PixelGpt.Runs;

namespace PixelGpt.Tests.Runs;

public class BuiltInRecipeTests
{
    [Fact]
    public void The_recipe_of_the_course_work_has_the_original_values()
    {
        BuiltInRecipe coursework = BuiltInRecipe.Find("coursework")!;
        Assert.Equal(("gpt2", ModelPreset.Small), (coursework.ModelType, coursework.Preset));
        Assert.Equal(
            """{"epochs":50,"batch_size":16,"learning_rate":0.001,"optimizer":"adamw","muon_learning_rate":0,"weight_decay":0.1,"decay_matrices_only":false,"adam_beta1":0.9,"adam_beta2":0.999,"adam_epsilon":1E-08,"lr_scheduler_type":"constant","warmup_steps":0,"min_lr_ratio":0,"max_grad_norm":0,"ema":0,"flip":false,"rotate":false,"max_shift":0,"recolor":false,"mask_fraction":0,"skip_bad_steps":false,"best_metric":"loss","patience":0,"prompt_fraction":0.6,"seed":0}""",
            System.Text.Json.JsonSerializer.Serialize(coursework.Recipe, RunJson.Compact.TrainingRecipe));
        Assert.Null(BuiltInRecipe.Find("Coursework"));
    }

    [Fact]
    public void Every_built_in_recipe_is_valid_and_names_a_family()
    {
        Assert.All(BuiltInRecipe.All, r => Assert.Equal((r.Recipe, r.ModelType), (r.Recipe.Validate(), ModelFamily.Find(r.ModelType).ModelType)));
        Assert.Equal(BuiltInRecipe.Names, BuiltInRecipe.Names.Distinct());
    }
}
