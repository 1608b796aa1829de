namespace PixelGpt.Training;

/// <summary>
/// Computes the learning rate of each step, as <c>get_constant_schedule_with_warmup</c> and
/// <c>get_cosine_schedule_with_warmup</c> of Hugging Face transformers do.
/// </summary>
internal static class LearningRateSchedule
{
    /// <summary>
    /// Returns the learning rate of a step. During W warmup steps it is peak · step / W. After warmup it is constant, or
    /// peak · (m + (1 − m) · ½(1 + cos(π · progress))) with the progress rising from 0 to 1 and the recipe's minimum ratio m.
    /// </summary>
    /// <param name="recipe">Recipe with the peak learning rate, schedule and warmup steps.</param>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="totalSteps">Number of steps of the run.</param>
    public static double At(TrainingRecipe recipe, long step, long totalSteps)
    {
        if (step < recipe.WarmupSteps) return recipe.LearningRate * step / recipe.WarmupSteps;
        if (recipe.LrSchedulerType == LearningRateScheduleType.Constant) return recipe.LearningRate;
        double progress = (double)(step - recipe.WarmupSteps) / Math.Max(1, totalSteps - recipe.WarmupSteps);
        double cosine = Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress)));
        return recipe.LearningRate * (recipe.MinLrRatio + ((1 - recipe.MinLrRatio) * cosine));
    }
}
