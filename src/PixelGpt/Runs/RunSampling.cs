using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Models;
using PixelGpt.Processes;

namespace PixelGpt.Runs;

/// <summary>The default sampling of a model, as written to <c>generation_config.json</c>.</summary>
/// <param name="Options">The options; null if the file was written or changed by the user and was not replaced.</param>
/// <param name="Calibration">How the options were chosen; null if they are the default of the family.</param>
public sealed record RunSampling(GenerationOptions? Options, SamplingCalibration? Calibration)
{
    /// <summary>Chooses temperature and top-p of a model on sprites and writes them, even if the user has changed the file.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="sprites">Sprites that the model was not trained on, such as the dev split; partial ones are ignored.</param>
    /// <param name="promptFraction">The fraction of a picture that is the prompt.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per generated pixel and scored picture.</param>
    /// <param name="group">The processes that share the pictures, of which the root writes; null for this process only.</param>
    /// <returns>The values and how they were chosen.</returns>
    /// <exception cref="InputException">No sprite is complete, or a sprite does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite, or the file could not be written.</exception>
    public static SamplingCalibration Calibrate(
        RunFolder folder, PixelModel model, IReadOnlyList<Sprite> sprites, double promptFraction, int threads, CancellationToken cancellationToken = default, IProcessGroup? group = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var calibration = SamplingCalibration.Fit(model, sprites, promptFraction, threads, cancellationToken, group);
        if (group is not { Rank: > 0 }) GenerationConfigFile.Save(folder, calibration, ModelDescription.ChecksumOf(folder.Weights));
        return calibration;
    }

    /// <summary>
    /// Chooses the sampling of a trained model on the dev split, unless the user has changed the file. Without complete dev
    /// sprites the default of the family remains. The other processes of the run's group call <see cref="HelpAfterTraining"/>.
    /// </summary>
    /// <returns>The sampling; null if the model's family is decoded greedily, or if the sampling was already chosen for these weights.</returns>
    internal static RunSampling? AfterTraining(RunContext run, int threads, CancellationToken cancellationToken)
    {
        IProcessGroup group = run.Group ?? OneProcess.Instance;
        RunSampling? before = BeforeCalibration(run, out bool isNeeded);
        if (!group.Any(isNeeded)) return before;

        // The model is loaded from the folder, because the model in training may have the weights of a later epoch.
        var model = PixelModel.Load(run.Folder.Path);
        group.Broadcast(model.Transformer.Parameters.Values);

        // It takes seconds and is not stopped in a group, because a signal reaches its processes at different times.
        CancellationToken stop = group.Size == 1 ? cancellationToken : CancellationToken.None;
        SamplingCalibration calibration = Calibrate(run.Folder, model, run.Data[SpriteDataset.Dev], run.Record.Recipe.PromptFraction, threads, stop, group);
        return new RunSampling(GenerationConfigFile.Load(run.Folder), calibration);
    }

    /// <summary>Takes part in choosing the sampling of a trained model; called by all processes of its group except the root.</summary>
    /// <param name="group">The group.</param>
    /// <param name="model">The model, which receives the weights that the root has saved.</param>
    /// <param name="data">The data set.</param>
    /// <param name="promptFraction">The fraction of a picture that is the prompt.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    internal static void HelpAfterTraining(IProcessGroup group, PixelModel model, SpriteDataset data, double promptFraction, int threads)
    {
        if (!group.Any(false)) return;
        group.Broadcast(model.Transformer.Parameters.Values);
        model.Transformer.Pack();
        SamplingCalibration.Fit(model, data[SpriteDataset.Dev], promptFraction, threads, group: group);
    }

    private static RunSampling? BeforeCalibration(RunContext run, out bool isNeeded)
    {
        isNeeded = false;
        if (run.Model.Config.Family.GenerationConfig is not { } familyDefault) return null;
        RunFolder folder = run.Folder;
        GenerationConfigFile.SaveDefault(folder, familyDefault);
        if (!GenerationConfigFile.IsUnchanged(folder)) return new RunSampling(null, null);
        if (GenerationConfigFile.WeightsChecksum(folder) is { } checksum && checksum == ModelDescription.ChecksumOf(folder.Weights)) return null;
        isNeeded = run.Data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) && dev.Any(s => s.IsComplete);
        return new RunSampling(GenerationConfigFile.Load(folder), null);
    }
}
