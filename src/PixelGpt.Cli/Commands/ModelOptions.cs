using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that define a new model: a family and a preset, or a configuration file, and values that replace theirs.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = new("--model") { Description = $"Model family (default: {ModelFamily.All[0].ModelType}, PixelGpt's own for pixel art).", HelpName = string.Join('|', ModelFamily.All.Select(f => f.ModelType)) };
    private readonly Option<string?> _preset = new("--preset") { Description = "Model size: 1 layer with hidden size 32, 2 layers with 64, or 6 layers with 192 (pixelgpt: 3 with 96); each size of pixelgpt has its own recipe (default: small).", HelpName = "tiny|small|base" };
    private readonly Option<string?> _config = new("--config") { Description = "Hugging Face config.json that defines the model, instead of --model and --preset.", HelpName = "FILE" };
    private readonly Option<int?> _layers = new("--layers") { Description = "Number of layers (default: that of --preset or --config).", HelpName = "N" };
    private readonly Option<int?> _heads = new("--heads") { Description = "Number of attention heads (default: that of --preset or --config).", HelpName = "N" };
    private readonly Option<int?> _dim = new("--dim") { Description = "Hidden size, divisible by the number of heads (default: that of --preset or --config).", HelpName = "N" };
    private readonly Option<double?> _dropout = CommonOptions.Number("--dropout", "Dropout rate, from 0 up to but not including 1 (default: that of the family or --config).", "RATE");

    public ModelOptions(Command command)
    {
        _model.AcceptOnly([.. ModelFamily.All.Select(f => f.ModelType)]);
        _preset.AcceptOnly("tiny", "small", "base");
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> All => [_model, _preset, _config, _layers, _heads, _dim, _dropout];

    /// <summary>Gets the names of the options that are given.</summary>
    public IEnumerable<string> Given(Session session) => All.Where(session.Has).Select(o => o.Name);

    /// <summary>Describes the options that select another model than that of a run.</summary>
    /// <param name="session">The session.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The built-in recipe, whose model is used if the options do not select one; null for none.</param>
    /// <param name="config">The model of the run.</param>
    public IEnumerable<string> Refused(Session session, SpriteDataset data, BuiltInRecipe? recipe, ModelConfig config)
    {
        if (session.Get(_model) is { } name && name != config.Family.ModelType) return [$"{_model.Name} cannot change from {config.Family.ModelType} to {name}"];
        bool isWhole = session.Has(_preset) || session.Has(_config) || recipe is not null;
        ModelConfig given = isWhole ? Read(session, data, recipe, Preset(session, recipe)) : config.With(ReadOverrides(session));
        string[] names = [.. Given(session)];
        return given.IsSameAs(config) ? [] : [$"{(names.Length > 0 ? string.Join(", ", names) : "--recipe")} cannot change: the run has another model ({config.Family.ModelType}, {config.Description.Layers} layers with hidden size {config.Description.HiddenSize})"];
    }

    /// <summary>Gets whether the options select a size, so that <c>--budget</c> cannot.</summary>
    public bool HasSize(Session session) => All.Any(o => o != _model && o != _dropout && session.Has(o));

    /// <summary>Gets whether the options select a model.</summary>
    public bool HasModel(Session session) => session.Has(_model) || HasSize(session);

    /// <summary>Gets the preset.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recipe">The built-in recipe, whose preset is used if the options do not select one; null for none.</param>
    public ModelPreset Preset(Session session, BuiltInRecipe? recipe) =>
        session.Get(_preset) is { } size ? Enum.Parse<ModelPreset>(size, ignoreCase: true) : recipe?.Preset ?? ModelPreset.Small;

    /// <summary>Gets the family; null if it is that of the configuration file.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recipe">The built-in recipe, whose family is used if the options do not select one; null for none.</param>
    public ModelFamily? Family(Session session, BuiltInRecipe? recipe)
    {
        if (session.Has(_config)) return null;
        return (session.Get(_model) ?? recipe?.ModelType) is { } name ? ModelFamily.Find(name) : ModelFamily.All[0];
    }

    /// <summary>Reads the model configuration for a data set.</summary>
    /// <param name="session">The session.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The built-in recipe, whose family is used if the options do not select one; null for none.</param>
    /// <param name="preset">The preset; not used with a configuration file.</param>
    public ModelConfig Read(Session session, SpriteDataset data, BuiltInRecipe? recipe, ModelPreset preset) => ReadBase(session, data, recipe, preset).With(ReadOverrides(session));

    private ShapeOverrides ReadOverrides(Session session) => new()
    {
        Layers = session.Get(_layers),
        Heads = session.Get(_heads),
        HiddenSize = session.Get(_dim),
        Dropout = session.Get(_dropout),
    };

    private ModelConfig ReadBase(Session session, SpriteDataset data, BuiltInRecipe? recipe, ModelPreset preset)
    {
        if (session.Get(_config) is { } file)
        {
            if (session.Has(_model) || session.Has(_preset)) throw new InputException("give either --config, or --model and --preset, not both");
            return ModelConfig.LoadFor(file, data);
        }

        return ModelConfig.Default(Family(session, recipe)!, data, preset);
    }
}
