using System.Buffers.Binary;

namespace PixelGpt.Imaging.Aseprite;

/// <summary>The tiles that tilemaps are made of.</summary>
/// <param name="width">Width of a tile.</param>
/// <param name="height">Height of a tile.</param>
/// <param name="count">Number of tiles.</param>
/// <param name="pixelBytes">Number of bytes per pixel.</param>
/// <param name="pixels">The pixels of the tiles one below the other.</param>
internal sealed class AsepriteTileset(int width, int height, int count, int pixelBytes, byte[] pixels)
{
    /// <summary>The value of an empty tile if the first tile is not the empty one.</summary>
    private const uint Empty = uint.MaxValue;

    /// <summary>The width of a tile.</summary>
    public int TileWidth => width;

    /// <summary>The height of a tile.</summary>
    public int TileHeight => height;

    /// <summary>The number of tiles.</summary>
    public int Count => count;

    /// <summary>Whether the first tile is the empty one.</summary>
    public bool IsFirstEmpty { get; init; }

    /// <summary>Draws a tilemap.</summary>
    /// <param name="tiles">The tiles in raster order.</param>
    /// <param name="columns">Number of tiles side by side.</param>
    /// <param name="rows">Number of tiles one above the other.</param>
    /// <param name="tileBytes">Number of bytes per tile, 1, 2 or 4.</param>
    /// <param name="masks">The bits of a tile.</param>
    /// <param name="empty">The bytes of the pixels of empty tiles.</param>
    /// <returns>The picture; null if a tile is not in this tileset.</returns>
    public AsepriteCelImage? Draw(byte[] tiles, int columns, int rows, int tileBytes, AsepriteTileMasks masks, byte empty)
    {
        var image = new AsepriteCelImage(columns * width, rows * height, new byte[columns * width * rows * height * pixelBytes]);
        image.Pixels.AsSpan().Fill(empty);
        for (int i = 0; i < columns * rows; i++)
        {
            ReadOnlySpan<byte> at = tiles.AsSpan(i * tileBytes, tileBytes);
            uint value = tileBytes switch { 1 => at[0], 2 => BinaryPrimitives.ReadUInt16LittleEndian(at), _ => BinaryPrimitives.ReadUInt32LittleEndian(at) };
            if (!IsFirstEmpty && value == Empty) continue;
            uint id = value & masks.Id;
            if (IsFirstEmpty && id == 0) continue;
            if (id >= (uint)count) return null;
            DrawTile(image, i % columns * width, i / columns * height, (int)id, Has(value, masks.FlipX), Has(value, masks.FlipY), Has(value, masks.Swap));
        }

        return image;
    }

    private static bool Has(uint tile, uint mask) => mask != 0 && (tile & mask) == mask;

    private void DrawTile(AsepriteCelImage image, int left, int top, int tile, bool flipX, bool flipY, bool swap)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int fromX = flipX ? width - 1 - x : x, fromY = flipY ? height - 1 - y : y;
                if (swap) (fromX, fromY) = (fromY, fromX);
                if (fromX >= width || fromY >= height) continue;
                int from = (((tile * height) + fromY) * width) + fromX, to = ((top + y) * image.Width) + left + x;
                pixels.AsSpan(from * pixelBytes, pixelBytes).CopyTo(image.Pixels.AsSpan(to * pixelBytes));
            }
        }
    }
}
