using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Generation;
using PixelGpt.Models;

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
    /// <returns>The values and how they were chosen.</returns>
    /// <exception cref="InputException">No sprite is complete, or a sprite does not fit the model.</exception>
    /// <exception cref="FailureException">The model's output is not finite, or the file could not be written.</exception>
    public static SamplingCalibration Calibrate(
        RunFolder folder, PixelModel model, IReadOnlyList<Sprite> sprites, double promptFraction, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var calibration = SamplingCalibration.Fit(model, sprites, promptFraction, threads, cancellationToken);
        GenerationConfigFile.Save(folder, calibration, ModelDescription.ChecksumOf(folder.Weights));
        return calibration;
    }

    /// <summary>
    /// Chooses the sampling of a trained model on the dev split, unless the user has changed the file. Without complete dev
    /// sprites the default of the family remains.
    /// </summary>
    /// <returns>The sampling; null if the model's family is decoded greedily, or if the sampling was already chosen for these weights.</returns>
    internal static RunSampling? AfterTraining(RunContext run, int threads, CancellationToken cancellationToken)
    {
        if (run.Model.Config.Family.GenerationConfig is not { } familyDefault) return null;
        RunFolder folder = run.Folder;
        GenerationConfigFile.SaveDefault(folder, familyDefault);
        if (!GenerationConfigFile.IsUnchanged(folder)) return new RunSampling(null, null);
        if (GenerationConfigFile.WeightsChecksum(folder) is { } checksum && checksum == ModelDescription.ChecksumOf(folder.Weights)) return null;
        bool hasDev = run.Data.Splits.TryGetValue(SpriteDataset.Dev, out IReadOnlyList<Sprite>? dev) && dev.Any(s => s.IsComplete);

        // The model is loaded from the folder, because the model in training may have the weights of a later epoch.
        SamplingCalibration? calibration = hasDev ? Calibrate(folder, PixelModel.Load(folder.Path), dev!, run.Record.Recipe.PromptFraction, threads, cancellationToken) : null;
        return new RunSampling(GenerationConfigFile.Load(folder), calibration);
    }
}
