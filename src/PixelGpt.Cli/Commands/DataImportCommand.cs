using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Import;
using PixelGpt.Pictures;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data import</c></summary>
internal sealed class DataImportCommand : Command, IRunnable
{
    private static readonly ImportOptions Defaults = new();

    private readonly Argument<string[]> _sources = new("SOURCE") { Description = $"Pictures ({ReadableFormats.All.Names}), and folders that are searched for them recursively. Each frame of an animation and each page is a picture.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _out = new("--out") { Description = "Folder of the new data set.", HelpName = "DIR", Required = true };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a data set that was imported to --out earlier." };
    private readonly Option<string[]> _sheets = new("--sheet") { Description = "A sprite sheet, or a folder of sprite sheets. Without this option, --tile and --gaps apply to every SOURCE.", HelpName = "SOURCE" };
    private readonly Option<string[]> _atlas = new("--atlas") { Description = "A JSON atlas of Aseprite or TexturePacker; its sheet is in the same folder.", HelpName = "FILE.json" };
    private readonly Option<string?> _tile = new("--tile") { Description = "Cut sheets into tiles of this size, in pixels of the sheet.", HelpName = "WxH" };
    private readonly Option<string?> _margin = new("--margin") { Description = "With --tile: pixels to the left of and above the first tile; two numbers if they differ.", HelpName = "N[,N]" };
    private readonly Option<string?> _spacing = new("--spacing") { Description = "With --tile: pixels between tiles side by side and one above the other; two numbers if they differ.", HelpName = "N[,N]" };
    private readonly Option<string?> _region = new("--region") { Description = "Cut only this part of each sheet: its left column, its top row, and its size.", HelpName = "X,Y,WxH" };
    private readonly Option<bool> _gaps = new("--gaps") { Description = "Cut sheets at transparent gaps, or at gaps of the background colour if nothing is transparent." };
    private readonly Option<int?> _gapWidth = new("--gap-width") { Description = "With --gaps: minimum number of empty rows or columns between two sprites (default: 1).", HelpName = "N" };
    private readonly Option<string?> _size = new("--size") { Description = "Sprite size (default: that of the largest picture; enlarged pictures count with their original size).", HelpName = "WxH" };
    private readonly Option<bool> _keepSize = new("--keep-size") { Description = "Keep the size of each picture. Pictures that are not 8x8 to 64x64 pixels are skipped; larger enlarged ones are reduced first." };
    private readonly Option<string?> _filter = new("--filter") { Description = $"Resize filter for pictures that are too large and not enlarged by a whole factor (default: {Defaults.Filter.Name}).", HelpName = string.Join('|', ResizeFilters.All.Select(f => f.Name)) };
    private readonly Option<string?> _background = new("--background") { Description = "Background colour: replaces transparency and gets index 0 (default: the first colour of --palette, or white).", HelpName = "RRGGBB" };
    private readonly Option<string?> _alpha = new("--alpha") { Description = "What to do with partly transparent pixels: threshold makes them opaque if alpha is at least one half, else background; blend mixes them with the background (default: threshold).", HelpName = "threshold|blend" };
    private readonly Option<int?> _colors = new("--colors") { Description = $"Maximum number of colours; more are quantised (default: {Defaults.Colors}).", HelpName = "N" };
    private readonly Option<string?> _palette = new("--palette") { Description = "Palette file to use (.gpl, .pal, .hex, .act, .ase, .aseprite, .txt, .png).", HelpName = "FILE" };
    private readonly Option<string?> _splits = new("--splits") { Description = "Sizes of the train, dev and test splits, as counts (632,80,80) or fractions (0.8,0.1,0.1). Sprites are assigned at random.", HelpName = "A,B,C" };
    private readonly Option<double?> _near = CommonOptions.Number("--near", $"Maximum difference of near-duplicates, which go to the same split, as a fraction of the foreground pixels (default: {Defaults.NearDuplicates}).", "FRACTION");
    private readonly Option<bool> _flip = new("--flip") { Description = "Add a mirrored copy of each sprite to the train split." };
    private readonly Option<bool> _strict = CommonOptions.Strict();
    private readonly Option<ulong?> _seed = CommonOptions.Seed();

    public DataImportCommand()
        : base("import", "Import pictures and sprite sheets as a data set.")
    {
        Arguments.Add(_sources);
        Option[] options = [_out, _overwrite, _sheets, _atlas, _tile, _margin, _spacing, _region, _gaps, _gapWidth, _size, _keepSize, _filter, _background, _alpha, _colors, _palette, _splits, _near, _flip, _strict, _seed];
        foreach (Option option in options) Options.Add(option);
        _filter.AcceptOnly([.. ResizeFilters.All.Select(f => f.Name)]);
        _alpha.AcceptOnly("threshold", "blend");
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt data import ../my-sprites --out data/mine",
        "pixelgpt data import sheet.png --tile 20x20 --margin 1 --spacing 1 --out data/mine --flip",
        "pixelgpt data import sheet.png --tile 16x16 --margin 2,4 --region 0,128,256x64 --out data/mine",
        "pixelgpt data import singles more.png --sheet atlas.png --gaps --size 24x24 --colors 32 --out data/mine",
        "pixelgpt data import --atlas hero.json --out data/hero",
        "pixelgpt data import ../my-sprites --keep-size --out data/mixed",
        "pixelgpt data import ../my-sprites --palette sweetie-16.hex --background 1a1c2c --out data/mine",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string folder = session.Get(_out)!;
        ImportOptions options = Read(session);
        options.Validate();
        ImportedFolder.CheckFree(folder, session.Get(_overwrite));
        IReadOnlyList<PictureFile> files = FindFiles(session, out int macFiles);
        return await ImportWorkflow.RunAsync(session, files, macFiles, options, folder);
    }

    private ImportOptions Read(Session session)
    {
        Palette? palette = session.Get(_palette) is { } file ? ReadPalette(session, file) : null;
        var options = new ImportOptions
        {
            Size = session.Get(_size) is { } size ? SpriteSize.Parse(size) : null,
            KeepSize = ReadKeepSize(session),
            Background = session.Get(_background) is { } color ? ReadColor(color) : null,
            Alpha = session.Get(_alpha) == "blend" ? AlphaRule.Blend : AlphaRule.Threshold,
            Filter = session.Get(_filter) is { } filter ? ResizeFilters.Find(filter) : Defaults.Filter,
            Palette = palette,
            Colors = session.Get(_colors) ?? Defaults.Colors,
            Splits = session.Get(_splits) is { } splits ? SplitPlan.Parse(splits) : Defaults.Splits,
            NearDuplicates = session.Get(_near) ?? Defaults.NearDuplicates,
            Flip = session.Get(_flip),
            Formats = ReadableFormats.All,
            IsStrict = session.Get(_strict),
            Seed = session.Get(_seed) ?? Defaults.Seed,
        };
        options = options with { Cutter = ReadCutter(session, options.BackgroundColor), Region = session.Get(_region) is { } region ? SheetOptions.ParseRegion(region) : null };
        return options.Region is not null && options.Cutter is null ? throw new InputException("--region requires --tile or --gaps") : options;
    }

    private bool ReadKeepSize(Session session)
    {
        if (!session.Get(_keepSize)) return false;
        if (session.Has(_size)) throw new InputException("give either --size or --keep-size, not both");
        return session.Has(_filter) ? throw new InputException("--filter has no effect with --keep-size, because no picture is resized; leave it out") : true;
    }

    private ISheetCutter? ReadCutter(Session session, Rgb background)
    {
        string? tile = session.Get(_tile);
        bool gaps = session.Get(_gaps);
        if (tile is not null && gaps) throw new InputException("give either --tile or --gaps, not both");
        if (tile is null && (session.Has(_margin) || session.Has(_spacing))) throw new InputException("--margin and --spacing require --tile");
        if (!gaps && session.Has(_gapWidth)) throw new InputException("--gap-width requires --gaps");
        if (tile is not null) return new GridCutter(SpriteSize.Parse(tile, "tile"), SheetOptions.ParsePair(session.Get(_margin), "margin"), SheetOptions.ParsePair(session.Get(_spacing), "spacing"));
        if (gaps) return new GapCutter(session.Get(_gapWidth) ?? 1, background);
        return session.Has(_sheets) ? throw new InputException("--sheet requires --tile WxH or --gaps") : null;
    }

    private List<PictureFile> FindFiles(Session session, out int macFiles)
    {
        string[] sources = session.Get(_sources) ?? [], sheets = session.Get(_sheets) ?? [], atlases = session.Get(_atlas) ?? [];
        if (sources.Length + sheets.Length + atlases.Length == 0) throw new InputException("no pictures: give picture files or folders of them");
        bool isCut = session.Has(_tile) || session.Has(_gaps);
        List<PictureFile> files = [.. PictureFileFinder.Find(sources, isSheet: isCut && sheets.Length == 0, ReadableFormats.All, out int beside), .. PictureFileFinder.Find(sheets, isSheet: true, ReadableFormats.All, out int besideSheets), .. atlases.Select(Atlas.Load).Select(atlas => new PictureFile(atlas.ImagePath, IsSheet: true) { Atlas = atlas })];
        macFiles = beside + besideSheets;
        return files;
    }

    private Palette ReadPalette(Session session, string file) => session.Has(_colors)
        ? throw new InputException("give either --colors or --palette, not both: all colours of --palette are used")
        : PaletteFile.Load(file);

    private static Rgb ReadColor(string text) => Rgb.TryParse(text, out Rgb color)
        ? color
        : throw new InputException($"--background must be six hexadecimal digits, such as ffffff for white (got '{text}')");
}
