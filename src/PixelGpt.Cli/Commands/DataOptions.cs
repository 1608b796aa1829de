using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Runs;

namespace PixelGpt.Cli.Commands;

/// <summary>The options that select a data set.</summary>
internal sealed class DataOptions
{
    /// <summary>The description of an argument that names a data set.</summary>
    public const string SourceDescription = "A folder with pixel_color.txt and colormap.txt; a parquet file or a folder of them; creatures, or creatures:16, :24, :32 or :16-32 for other sizes; pokemon; or hub:OWNER/DATASET.";

    private readonly Option<string?> _data = new("--data") { HelpName = "SOURCE" };
    private readonly Option<string?> _colormap = new("--colormap") { Description = "Palette of a hub or parquet data set (default: its configuration colormap).", HelpName = "hub:OWNER/COLORMAP|FILE" };
    private readonly Option<string?> _config = new("--config-name") { Description = "Configuration (subset) of a hub or parquet data set (default: default, or the only one).", HelpName = "NAME" };
    private readonly Option<string?> _column = new("--column") { Description = "Column with the pixels or pictures of a hub or parquet data set (default: pixel_color, or the only such column).", HelpName = "NAME" };
    private readonly Option<string?> _size = new("--size") { Description = "Sprite size, if the data set does not define it (default: square).", HelpName = "WxH" };
    private readonly Option<string?> _splits = new("--splits") { Description = "Sizes of the train, dev and test splits, in file order, as counts (632,80,80) or fractions (0.8,0.1,0.1).", HelpName = "A,B,C" };

    /// <summary>Adds <c>--data</c> and the other options to a command.</summary>
    /// <param name="command">The command to add the options to.</param>
    /// <param name="purpose">What the data set is used for.</param>
    /// <param name="defaultSource">The default; null if the option is required.</param>
    public DataOptions(Command command, string purpose = "Data set to train on", string? defaultSource = null)
    {
        _data.Description = $"{purpose}: a folder with pixel_color.txt and colormap.txt, a parquet file or a folder of them, creatures (built in; creatures:SEED for different ones; creatures:16, :24, :32 or :16-32 for other sizes), pokemon, or a Hugging Face data set hub:OWNER/DATASET{(defaultSource is null ? "" : $" (default: {defaultSource})")}.";
        _data.CompletionSources.Add("creatures", "creatures:16", "creatures:24", "creatures:32", "creatures:16-32", "pokemon", "hub:");
        command.Options.Add(_data);
        AddDetails(command);
    }

    /// <summary>Adds an argument for the data set, and the other options, to a command.</summary>
    public DataOptions(Command command, Argument<string> source)
    {
        source.CompletionSources.Add("creatures", "creatures:16", "creatures:24", "creatures:32", "creatures:16-32", "pokemon", "hub:");
        command.Arguments.Add(source);
        AddDetails(command);
    }

    /// <summary>Reads the data set reference from <c>--data</c>; null if the option is not given.</summary>
    public DataReference? Read(Session session) => session.Get(_data) is { } source ? Read(session, source) : ReadWithoutSource(session);

    /// <summary>Reads the data set reference from <c>--data</c>.</summary>
    /// <exception cref="InputException">The option is not given.</exception>
    public DataReference ReadRequired(Session session) => Read(session)
        ?? throw new InputException("--data is required: a folder with pixel_color.txt and colormap.txt, a parquet file or a folder of them, creatures, pokemon or hub:OWNER/DATASET");

    /// <summary>Reads the data set reference of a run or sweep that is resumed: a new location from <c>--data</c>, with the other recorded values unless they are given too.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recorded">The recorded reference, which is returned without <c>--data</c>.</param>
    public DataReference ReadMoved(Session session, DataReference recorded) => Read(session) is { } moved
        ? moved with { Size = moved.Size ?? recorded.Size, Splits = moved.Splits ?? recorded.Splits, Config = moved.Config ?? recorded.Config, Column = moved.Column ?? recorded.Column, Fold = recorded.Fold }
        : recorded;

    /// <summary>Reads the options for a source that is given as an argument.</summary>
    public DataReference Read(Session session, string source) =>
        DataReference.Create(source, session.Get(_colormap), session.Get(_size), session.Get(_splits), session.Get(_config), session.Get(_column));

    private DataReference? ReadWithoutSource(Session session) => session.Has(_colormap) || session.Has(_size) || session.Has(_splits) || session.Has(_config) || session.Has(_column)
        ? throw new InputException("--colormap, --config-name, --column, --size and --splits require --data")
        : null;

    private void AddDetails(Command command)
    {
        command.Options.Add(_colormap);
        command.Options.Add(_config);
        command.Options.Add(_column);
        command.Options.Add(_size);
        command.Options.Add(_splits);
    }
}
