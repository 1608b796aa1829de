using System.CommandLine;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Models.Families;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that say which model to make: a family and a size, or a configuration file.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = new("--model") { Description = "The family of the model (default: gpt2)", HelpName = string.Join('|', ModelFamily.All.Select(f => f.ModelType)) };
    private readonly Option<string?> _preset = new("--preset") { Description = "Its size: 1 layer of 32, 2 of 64 or 6 of 192 dimensions (default: small)", HelpName = "tiny|small|base" };
    private readonly Option<string?> _config = new("--config") { Description = "The model, as a Hugging Face config.json, instead of --model and --preset", HelpName = "FILE" };

    public ModelOptions(Command command)
    {
        _model.AcceptOnly([.. ModelFamily.All.Select(f => f.ModelType)]);
        _preset.AcceptOnly("tiny", "small", "base");
        foreach (Option option in All) command.Options.Add(option);
    }

    private Option[] All => [_model, _preset, _config];

    /// <summary>The names of those given.</summary>
    public IEnumerable<string> Given(Session session) => All.Where(session.Has).Select(o => o.Name);

    /// <summary>The model for a data set.</summary>
    public ModelConfig Read(Session session, SpriteDataset data)
    {
        if (session.Get(_config) is { } file)
        {
            if (session.Has(_model) || session.Has(_preset)) throw new InputException("either --config or --model and --preset, not both");
            return ModelConfig.LoadFor(file, data.Palette.Count, data.Width, data.Height);
        }

        ModelFamily family = session.Get(_model) is { } name ? ModelFamily.Find(name) : ModelFamily.All[0];
        ModelPreset preset = session.Get(_preset) is { } size ? Enum.Parse<ModelPreset>(size, ignoreCase: true) : ModelPreset.Small;
        return ModelConfig.Default(family, data.Palette.Count, data.Width, data.Height, preset);
    }
}
