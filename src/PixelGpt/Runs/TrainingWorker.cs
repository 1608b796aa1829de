using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Models;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The part of a <see cref="TrainingRun"/> that the processes of a group do besides the root, which writes the files.</summary>
public static class TrainingWorker
{
    /// <summary>
    /// Takes part in training until it is complete or stopped, and in choosing the model's default sampling. The model, the recipe and the state come from the root, which calls <see cref="TrainingRun.Train"/>; the
    /// teacher of a distilled run is read from its folder.
    /// </summary>
    /// <param name="group">The group; this process is not its root.</param>
    /// <param name="data">The data set, the same as that of the root.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="stop">Stops all processes after the current step.</param>
    /// <param name="extensions">The loss and the augmentations that the program supplies; null for none.</param>
    /// <returns>Whether training is complete.</returns>
    /// <exception cref="InputException">A process has another version, other kernels, another data set, or other extensions.</exception>
    /// <exception cref="FailureException">A step was bad and the recipe does not skip bad steps.</exception>
    public static bool Train(IProcessGroup group, SpriteDataset data, int threads, CancellationToken stop = default, TrainingExtensions? extensions = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(data);
        TrainingStart start = SharedStart.Receive(group, data);
        TrainingRecord record = start.Record;
        ExtensionNames.CheckSame(record.Extensions, ExtensionNames.Of(extensions), $"rank {group.Rank}");
        var config = ModelConfig.Parse(start.Config, "the model of rank 0");
        var model = new PixelModel(config, config.Build(palette: data.Palette), data.Palette);
        using var trainer = new Trainer(model.Transformer, data[SpriteDataset.Train], record.Recipe, threads, record.Teacher?.Load(data), extensions, group) { State = start.State };
        SharedStart.ShareValues(group, trainer);
        model.Transformer.Pack();
        using var evaluator = new SplitEvaluator(model, threads, group);
        if (!trainer.Run(() => TrainingRun.EvaluateDev(data, evaluator, record.Recipe), new Listener(), stop)) return false;
        RunSampling.HelpAfterTraining(group, model, data, record.Recipe.PromptFraction, threads);
        return true;
    }

    private sealed class Listener : ITrainingListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
