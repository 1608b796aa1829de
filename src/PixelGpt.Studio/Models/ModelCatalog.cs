using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;
using PixelGpt.Training;

namespace PixelGpt.Studio.Models;

/// <summary>Tells what models there are, without loading their weights.</summary>
internal sealed class ModelCatalog(ModelFolders folders)
{
    /// <summary>All models, those that cannot be used among them, with the reason.</summary>
    public ModelsBody All() => new([.. folders.Ids().Select(id => Describe(id, withPalette: false))]);

    /// <summary>One model, with its colours.</summary>
    public ModelBody One(string id) => Describe(id, withPalette: true);

    private ModelBody Describe(string id, bool withPalette)
    {
        RunFolder folder = folders.Find(id);
        try
        {
            bool isWritten = File.Exists(folder.Weights) || File.Exists(folder.Weights + ".index.json");
            if (folder.HasRun && !isWritten) return new ModelBody { Id = id, State = "training", Problem = "its first epoch is not done yet" };
            var config = ModelConfig.Load(folder.Config);
            var palette = Palette.Load(folder.Colormap);
            if (!isWritten) throw new InputException($"{folder.Weights}: no such file");
            var history = RunHistory.Load(folder);
            EpochMetrics? kept = history.BestEpoch;
            return new ModelBody
            {
                Id = id,
                State = "ready",
                ModelType = config.Family.ModelType,
                Parameters = history.Record?.Parameters,
                Colors = palette.Count,
                Width = config.ImageSize?.Width,
                Height = config.ImageSize?.Height,
                MaxPixels = config.Description.MaxPositions,
                PromptFraction = RunDefaults.Load(folder).PromptFraction,
                Dataset = history.Record?.Dataset.Name,
                Epochs = history.Record is null ? null : history.Epochs.Count,
                Loss = kept?.Loss,
                DevLoss = kept?.DevLoss,
                Accuracy = kept?.Accuracy,
                Palette = withPalette ? [.. palette.Colors.Select(c => $"#{c.R:x2}{c.G:x2}{c.B:x2}")] : null,
            };
        }
        catch (PixelGptException e)
        {
            return new ModelBody { Id = id, State = "broken", Problem = e.Message };
        }
    }
}
