using System.CommandLine;
using PixelGpt.Models.Families;

namespace PixelGpt.Bench.Models;

/// <summary>The command-line options that select a model to measure.</summary>
internal sealed class ModelSizeOptions
{
    private readonly Option<string> _family = new("--family") { Description = "Family of the model", DefaultValueFactory = _ => ModelSize.Small.Family.ModelType };
    private readonly Option<int> _layers = new("--layers") { Description = "Number of layers", DefaultValueFactory = _ => ModelSize.Small.Layers };
    private readonly Option<int> _dim = new("--dim") { Description = "Hidden size", DefaultValueFactory = _ => ModelSize.Small.HiddenSize };
    private readonly Option<int?> _heads = new("--heads") { Description = "Number of query heads (default: one per 32 dimensions)" };

    public ModelSizeOptions(Command command)
    {
        _family.AcceptOnlyFromAmong([.. ModelFamily.All.Select(f => f.ModelType)]);
        foreach (Option option in new Option[] { _family, _layers, _dim, _heads }) command.Options.Add(option);
    }

    public ModelSize Read(ParseResult parsed)
    {
        int dim = parsed.GetValue(_dim);
        return new ModelSize(ModelFamily.Find(parsed.GetValue(_family)!), parsed.GetValue(_layers), dim, parsed.GetValue(_heads) ?? ModelSize.HeadsOf(dim));
    }
}
