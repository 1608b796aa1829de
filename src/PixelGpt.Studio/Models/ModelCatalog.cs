using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Models;

/// <summary>Describes the models in the models folder without loading their weights, and the built-in model.</summary>
internal sealed class ModelCatalog(ModelFolders folders)
{
    private static ModelInfo BuiltIn => new()
    {
        Id = ModelSource.BuiltInName,
        State = ModelState.Ready,
        Config = PixelModel.BuiltIn.Config,
        Palette = PixelModel.BuiltIn.Palette,
        MinSize = BuiltInModel.MinSize,
        Generation = ModelSource.BuiltIn.LoadGeneration(),
        PromptFraction = ModelSource.BuiltIn.LoadDefaults().PromptFraction,
        ParameterCount = PixelModel.BuiltIn.Transformer.Parameters.Count,
        Dataset = BuiltInModel.DataSource,
    };

    /// <summary>Returns all models, including those that cannot be used.</summary>
    public IReadOnlyList<ModelInfo> All() => [.. folders.ModelIds().Select(Find)];

    /// <summary>Returns a model.</summary>
    /// <exception cref="ApiException">There is no model or run with this id.</exception>
    public ModelInfo Find(string id)
    {
        if (id == ModelSource.BuiltInName) return BuiltIn;
        try
        {
            RunFolder folder = folders.Find(id);
            bool isEnsemble = EnsembleFolder.Exists(folder.Path), hasWeights = isEnsemble || File.Exists(folder.Weights) || File.Exists(folder.Weights + ".index.json");
            if (folder.HasRun && !hasWeights) return new ModelInfo { Id = id, State = ModelState.Training, Problem = "the first epoch is not complete yet" };
            ModelConfig config = isEnsemble ? EnsembleFolder.LoadConfig(folder.Path) : ModelConfig.Load(folder.Config);
            var palette = Palette.Load(folder.Colormap);
            if (!hasWeights) throw new InputException($"{folder.Weights}: no such file");
            var history = RunHistory.Load(folder);
            return new ModelInfo
            {
                Id = id,
                State = ModelState.Ready,
                Config = config,
                Palette = palette,
                Generation = File.Exists(folder.GenerationConfig) ? GenerationConfigFile.Load(folder) : null,
                PromptFraction = RunDefaults.Load(folder).PromptFraction,
                ParameterCount = history.Record?.Parameters,
                Dataset = history.Record?.Dataset.Name,
                Record = history.Record,
                EpochCount = history.Record is null ? null : history.Epochs.Count,
                BestEpoch = history.BestEpoch,
            };
        }
        catch (PixelGptException e)
        {
            return new ModelInfo { Id = id, State = ModelState.Broken, Problem = folders.WithoutRoot(e.Message) };
        }
    }
}
