"""Writing Chinese on the pad: pinyin and handwriting behind one port. Nothing written is kept or learnt from."""
