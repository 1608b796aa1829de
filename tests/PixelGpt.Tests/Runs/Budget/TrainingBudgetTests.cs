using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs.Budget;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Runs.Budget;

public class TrainingBudgetTests
{
    private static readonly ModelFamily Family = ModelFamily.All[0];

    private static readonly BudgetCandidate[] Candidates = [Candidate(ModelPreset.Base), Candidate(ModelPreset.Small), Candidate(ModelPreset.Tiny)];

    [Fact]
    public void A_larger_budget_has_more_epochs_until_a_larger_model_is_better()
    {
        (ModelPreset Preset, int Epochs)[] choices = [.. new[] { 5, 10, 30, 60, 120, 600, 1200 }.Select(seconds => Choose(TimeSpan.FromSeconds(seconds))).Select(c => (c.Candidate.Preset, c.Epochs))];
        Assert.Equal(choices.OrderBy(c => c.Preset).ThenBy(c => c.Epochs), choices);
        Assert.Equal(choices.Length, choices.Distinct().Count());
        Assert.Equal((ModelPreset.Tiny, ModelPreset.Base), (choices[0].Preset, choices[^1].Preset));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    [InlineData(600)]
    public void The_chosen_epochs_take_the_budget_within_ten_percent(int seconds)
    {
        BudgetChoice choice = Choose(TimeSpan.FromSeconds(seconds));
        Assert.InRange(choice.Epochs * choice.Speed.SecondsPerEpoch, 0.9 * seconds, 1.1 * seconds);
    }

    [Fact]
    public void The_measurement_is_part_of_the_budget()
    {
        var clock = new ManualClock();
        BudgetChoice choice = TrainingBudget.Choose(TimeSpan.FromSeconds(100), [Candidate(ModelPreset.Small)], (_, _) => Advance(45), clock);
        Assert.Equal(50, choice.Epochs);

        TrainingSpeed Advance(int seconds)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            return new TrainingSpeed(0.01, 80, 0.1, 0.1);
        }
    }

    [Fact]
    public void The_number_of_epochs_is_limited_to_what_makes_the_model_better()
    {
        BudgetChoice choice = Choose(TimeSpan.FromHours(1000));
        Assert.Equal((ModelPreset.Base, PresetRecipe.Of(Family, ModelPreset.Base).MostEpochs), (choice.Candidate.Preset, choice.Epochs));
    }

    [Fact]
    public void A_budget_for_less_than_one_epoch_is_refused()
    {
        string message = Assert.Throws<InputException>(() => Choose(TimeSpan.FromSeconds(0.1))).Message;
        Assert.Equal("a budget of 0.1 s is too short: measuring the speed took 0 s, and one epoch of the tiny preset takes 0.5 s", message);
    }

    [Fact]
    public void Without_a_choice_of_models_the_given_one_is_trained_for_as_many_epochs_as_fit()
    {
        BudgetChoice choice = TrainingBudget.Choose(TimeSpan.FromSeconds(10), [Candidate(ModelPreset.Base)], Speed, new ManualClock());
        Assert.Equal((ModelPreset.Base, 2), (choice.Candidate.Preset, choice.Epochs));
    }

    /// <summary>Chooses for a machine on which an epoch takes 0.5, 1.5 and 4 seconds.</summary>
    private static BudgetChoice Choose(TimeSpan budget) => TrainingBudget.Choose(budget, Candidates, Speed, new ManualClock());

    private static TrainingSpeed Speed(BudgetCandidate candidate, TimeSpan duration) =>
        new((candidate.Preset switch { ModelPreset.Tiny => 0.3, ModelPreset.Small => 1.3, _ => 3.8 }) / 100, 100, 0.1, 0.1);

    private static BudgetCandidate Candidate(ModelPreset preset) =>
        new(preset, ModelConfig.Default(Family, TinyModels.Colors, TinyModels.Width, TinyModels.Height, preset), PresetRecipe.For(Family, preset));
}
