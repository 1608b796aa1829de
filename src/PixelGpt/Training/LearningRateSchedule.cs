namespace PixelGpt.Training;

/// <summary>The learning rate of each step, as Hugging Face's <c>get_constant_schedule_with_warmup</c> and <c>get_cosine_schedule_with_warmup</c> have it.</summary>
internal static class LearningRateSchedule
{
    /// <summary>The rate of a step, counted from 0, of <paramref name="totalSteps"/>.</summary>
    public static double At(TrainingRecipe recipe, long step, long totalSteps)
    {
        if (step < recipe.WarmupSteps) return recipe.LearningRate * step / recipe.WarmupSteps;
        if (recipe.LrSchedulerType == LearningRateScheduleType.Constant) return recipe.LearningRate;
        double progress = (double)(step - recipe.WarmupSteps) / Math.Max(1, totalSteps - recipe.WarmupSteps);
        return recipe.LearningRate * Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
