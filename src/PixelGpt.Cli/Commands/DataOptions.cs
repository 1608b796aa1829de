using System.CommandLine;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that name a data set.</summary>
internal sealed class DataOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "The sprites: a folder with pixel_color.txt and colormap.txt, creatures (built in; creatures:SEED draws others), pokemon or hub:OWNER/DATASET", HelpName = "SOURCE" };
    private readonly Option<string?> _colormap = new("--colormap") { Description = "The colours of a hub data set", HelpName = "hub:OWNER/COLORMAP" };
    private readonly Option<string?> _size = new("--size") { Description = "Width and height of a sprite where the source does not say (default: a square)", HelpName = "WxH" };
    private readonly Option<string?> _splits = new("--splits") { Description = "Train, dev and test in order, as counts (632,80,80) or shares (0.8,0.1,0.1)", HelpName = "A,B,C" };

    public DataOptions(Command command, string? description = null)
    {
        _data.CompletionSources.Add("creatures", "pokemon", "hub:");
        if (description is not null) _data.Description = description;
        command.Options.Add(_data);
        AddDetails(command);
    }

    public DataOptions(Command command, Argument<string> source)
    {
        source.CompletionSources.Add("creatures", "pokemon", "hub:");
        command.Arguments.Add(source);
        AddDetails(command);
    }

    /// <summary>What the user named, or null if nothing.</summary>
    public DataReference? Read(Session session) => session.Get(_data) is { } source ? Read(session, source) : Unnamed(session);

    /// <summary>What the user said of a named source.</summary>
    public DataReference Read(Session session, string source) =>
        DataReference.Create(source, session.Get(_colormap), session.Get(_size), session.Get(_splits));

    private DataReference? Unnamed(Session session) => session.Has(_colormap) || session.Has(_size) || session.Has(_splits)
        ? throw new InputException("--colormap, --size and --splits go with --data")
        : null;

    private void AddDetails(Command command)
    {
        command.Options.Add(_colormap);
        command.Options.Add(_size);
        command.Options.Add(_splits);
    }
}
