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
    private readonly Option<string?> _model = new("--model") { Description = "Model family (default: gpt2).", HelpName = string.Join('|', ModelFamily.All.Select(f => f.ModelType)) };
    private readonly Option<string?> _preset = new("--preset") { Description = "Model size: 1 layer with hidden size 32, 2 layers with 64, or 6 layers with 192 (default: small).", HelpName = "tiny|small|base" };
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

    private Option[] All => [_model, _preset, _config, _layers, _heads, _dim, _dropout];

    /// <summary>Gets the names of the options that are given.</summary>
    public IEnumerable<string> Given(Session session) => All.Where(session.Has).Select(o => o.Name);

    /// <summary>Reads the model configuration for a data set.</summary>
    /// <param name="session">The session.</param>
    /// <param name="data">The data set.</param>
    /// <param name="recipe">The built-in recipe, whose model is used if the options do not select one; null for none.</param>
    /// <param name="defaultFamily">The family if neither the options nor the recipe select one; null for that of new runs.</param>
    public ModelConfig Read(Session session, SpriteDataset data, BuiltInRecipe? recipe = null, string? defaultFamily = null) => ReadBase(session, data, recipe, defaultFamily).With(new ShapeOverrides
    {
        Layers = session.Get(_layers),
        Heads = session.Get(_heads),
        HiddenSize = session.Get(_dim),
        Dropout = session.Get(_dropout),
    });

    private ModelConfig ReadBase(Session session, SpriteDataset data, BuiltInRecipe? recipe, string? defaultFamily)
    {
        if (session.Get(_config) is { } file)
        {
            if (session.Has(_model) || session.Has(_preset)) throw new InputException("give either --config, or --model and --preset, not both");
            return ModelConfig.LoadFor(file, data.Palette.Count, data.Width, data.Height);
        }

        ModelFamily family = (session.Get(_model) ?? recipe?.ModelType ?? defaultFamily) is { } name ? ModelFamily.Find(name) : ModelFamily.All[0];
        ModelPreset preset = session.Get(_preset) is { } size ? Enum.Parse<ModelPreset>(size, ignoreCase: true) : recipe?.Preset ?? ModelPreset.Small;
        return ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height, preset);
    }
}
